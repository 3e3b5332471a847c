//! The sheets people print on.

/// A sheet, upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// ISO 216 A4.
    A4,
    /// US Letter.
    Letter,
}

/// Millimetres in an inch, and points in an inch.
const INCH_MM: f64 = 25.4;
const INCH_PT: f64 = 72.0;

/// The countries whose printers are loaded with Letter, as the Unicode CLDR counts them
/// (supplemental data, `paperSize`); everywhere else it is A4.
const LETTER_COUNTRIES: [&str; 14] = [
    "BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE",
];

impl Paper {
    /// The sheet that is preset where somebody lives. The region is a country code in either case;
    /// without one it is A4, because a narrower page printed on Letter loses nothing at its sides.
    #[must_use]
    pub fn preset(region: Option<&str>) -> Self {
        let letter = region.is_some_and(|region| {
            LETTER_COUNTRIES
                .iter()
                .any(|country| country.eq_ignore_ascii_case(region))
        });
        if letter { Self::Letter } else { Self::A4 }
    }

    /// Width and height in millimetres. A4 is defined in them, Letter is 8½ by 11 inches.
    #[must_use]
    pub fn size_mm(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::Letter => (8.5 * INCH_MM, 11.0 * INCH_MM),
        }
    }

    /// Width and height in points of 1/72 inch, as PDF counts.
    #[must_use]
    pub fn size_pt(self) -> (f64, f64) {
        let (width_mm, height_mm) = self.size_mm();
        (width_mm / INCH_MM * INCH_PT, height_mm / INCH_MM * INCH_PT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sheets_have_the_size_a_printer_expects() {
        let near = |size: (f64, f64), width: f64, height: f64| {
            assert!((size.0 - width).abs() < 0.001, "{size:?}");
            assert!((size.1 - height).abs() < 0.001, "{size:?}");
        };
        near(Paper::A4.size_mm(), 210.0, 297.0);
        near(Paper::A4.size_pt(), 595.276, 841.890);
        near(Paper::Letter.size_mm(), 215.9, 279.4);
        near(Paper::Letter.size_pt(), 612.0, 792.0);
    }

    #[test]
    fn letter_is_preset_only_where_printers_hold_it() {
        assert_eq!(Paper::preset(Some("us")), Paper::Letter);
        assert_eq!(Paper::preset(Some("CA")), Paper::Letter);
        assert_eq!(Paper::preset(Some("gb")), Paper::A4);
        assert_eq!(Paper::preset(Some("somewhere")), Paper::A4);
        assert_eq!(Paper::preset(None), Paper::A4);
    }
}
