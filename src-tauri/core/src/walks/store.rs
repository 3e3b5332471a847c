//! SQL for walks and shoes, and nothing but.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Aid, Carried, Distance, Footwear, Onset, Slope, Surface, Walk};
use crate::error::Result;
use crate::record::{
    Intensity, Kind, Line, Name, Note, Record, Summed, When, identity, number_column, text_column,
    unreadable, word_of, words_of,
};
use crate::worded::{Worded as _, joined};

const WALK: Summed = Summed {
    table: "walk",
    key: "id",
};
const FOOTWEAR: Summed = Summed {
    table: "footwear",
    key: "id",
};

/// The tables of walks that the content digest covers.
pub(crate) const SUMMED: &[Summed] = &[WALK, FOOTWEAR];

impl Record for Walk {
    const KIND: Kind = Kind::Walk;
    const TABLES: &'static [Summed] = &[WALK];

    identity!();

    fn line(&self) -> Option<Line> {
        Some(Line {
            local_date: self.when.local_date,
            sort_min: self.when.sort_min(),
            frame: None,
            // The worst that is known of it: a list asks for walks that hurt.
            nrs: [self.pain_before, self.pain_peak, self.pain_after]
                .into_iter()
                .flatten()
                .max()
                .map(Intensity::get),
            words: self.note.as_ref().map(|note| note.as_str().to_owned()),
        })
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        let onset = match self.onset {
            Some(Onset::After(minutes)) => Some(minutes),
            Some(Onset::Never) | None => None,
        };
        let never = self.onset == Some(Onset::Never);
        let mut columns = vec![("id", Value::Text(self.id.clone()))];
        columns.extend(self.when.columns());
        columns.extend([
            ("duration_min", number_column(Some(self.duration_min))),
            (
                "distance_m",
                number_column(self.distance.map(Distance::metres)),
            ),
            ("onset_min", number_column(onset)),
            ("onset_never", Value::Integer(never.into())),
            ("stopped", number_column(self.stopped)),
            ("eased_by", text_column(joined(&self.eased_by).as_deref())),
            ("settle_min", number_column(self.settle_min)),
            ("surface", text_column(self.surface.map(Surface::word))),
            ("slope", text_column(self.slope.map(Slope::word))),
            ("carried", text_column(self.carried.map(Carried::word))),
            ("aid", text_column(self.aid.map(Aid::word))),
            ("footwear_id", text_column(self.footwear_id.as_deref())),
            ("pain_before", Intensity::column(self.pain_before)),
            ("pain_peak", Intensity::column(self.pain_peak)),
            ("pain_after", Intensity::column(self.pain_after)),
            ("note", Note::column(self.note.as_ref())),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]);
        columns
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let distance: Option<u32> = row.get("distance_m")?;
        let onset: Option<u16> = row.get("onset_min")?;
        let never: bool = row.get("onset_never")?;
        Ok(Self {
            id: row.get("id")?,
            when: When::from_row(row)?,
            duration_min: row.get("duration_min")?,
            distance: distance
                .map(Distance::new)
                .transpose()
                .map_err(|_| unreadable("distance_m"))?,
            onset: if never {
                Some(Onset::Never)
            } else {
                onset.map(Onset::After)
            },
            stopped: row.get("stopped")?,
            eased_by: words_of(row, "eased_by")?,
            settle_min: row.get("settle_min")?,
            surface: word_of(row, "surface")?,
            slope: word_of(row, "slope")?,
            carried: word_of(row, "carried")?,
            aid: word_of(row, "aid")?,
            footwear_id: row.get("footwear_id")?,
            pain_before: Intensity::of(row, "pain_before")?,
            pain_peak: Intensity::of(row, "pain_peak")?,
            pain_after: Intensity::of(row, "pain_after")?,
            note: Note::of(row)?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

impl Record for Footwear {
    const KIND: Kind = Kind::Footwear;
    const TABLES: &'static [Summed] = &[FOOTWEAR];
    const KEPT_FOR_EVER: bool = true;

    identity!();

    fn line(&self) -> Option<Line> {
        None
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("id", Value::Text(self.id.clone())),
            ("name", text_column(Some(self.name.as_str()))),
            ("recorded_at_ms", number_column(Some(self.recorded_at_ms))),
            ("deleted_at_ms", number_column(self.deleted_at_ms)),
        ]
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: Name::of(row, "name")?.ok_or_else(|| unreadable("name"))?,
            recorded_at_ms: row.get("recorded_at_ms")?,
            deleted_at_ms: row.get("deleted_at_ms")?,
        })
    }
}

/// The walk that began last.
pub(super) fn last_id(conn: &Connection) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached(
            "SELECT record_id FROM line WHERE kind = 'walk'
             ORDER BY local_date DESC, sort_min DESC, record_id DESC LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// The shoes that are not in the trash, by name.
pub(super) fn footwear(conn: &Connection) -> Result<Vec<Footwear>> {
    Ok(conn
        .prepare_cached("SELECT * FROM footwear WHERE deleted_at_ms IS NULL ORDER BY name, id")?
        .query_map([], Footwear::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}
