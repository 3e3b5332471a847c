//! The recovery code: 128 bits of chance in a form that can be written on paper and typed again.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::keys::Draw;
use crate::error::{Error, Result};

/// Without I, L, O and U, which are read as something else.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const BYTES: usize = 16;
/// 128 bits and 22 bits of a sum, five bits a symbol.
const LENGTH: usize = 30;
const SUM_BITS: u32 = 22;
/// Symbols between two dashes.
const GROUP: usize = 5;

/// A second way in, for a passphrase that was forgotten.
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

impl RecoveryCode {
    /// A new code.
    ///
    /// # Errors
    /// Whatever `draw` returns.
    pub fn new(draw: Draw<'_>) -> Result<Self> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        draw(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// Reads a code as somebody typed it: any case, with dashes, spaces or neither, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `code` if it is too short or too long, or its sum says that a symbol is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = Error::Invalid { field: "code" };
        let mut symbols = Zeroizing::new(Vec::with_capacity(LENGTH));
        for letter in text.chars() {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if letter == '-' || letter.is_whitespace() {
                continue;
            }
            let at = SYMBOLS
                .iter()
                .position(|symbol| char::from(*symbol) == letter);
            match at.and_then(|at| u8::try_from(at).ok()) {
                Some(value) if symbols.len() < LENGTH => symbols.push(value),
                _ => return Err(wrong),
            }
        }
        if symbols.len() != LENGTH {
            return Err(wrong);
        }
        // 150 bits: the first 25 symbols and three bits more are the code, the rest is its sum.
        let mut number: u128 = 0;
        for symbol in &symbols[..25] {
            number = number << 5 | u128::from(*symbol);
        }
        number = number << 3 | u128::from(symbols[25] >> 2);
        let sum = symbols[26..]
            .iter()
            .fold(u32::from(symbols[25] & 3), |sum, symbol| {
                sum << 5 | u32::from(*symbol)
            });
        let code = Self(Zeroizing::new(number.to_be_bytes()));
        if code.sum() == sum {
            Ok(code)
        } else {
            Err(wrong)
        }
    }

    /// The code as it is shown: six groups of five.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let number = u128::from_be_bytes(*self.0);
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for at in 0..LENGTH {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            let value = match at {
                0..=24 => (number >> (123 - 5 * at)) as usize & 31,
                25 => (number as usize & 7) << 2 | self.sum() as usize >> 20,
                _ => self.sum() as usize >> (5 * (LENGTH - 1 - at)) & 31,
            };
            let _ = text.write_char(char::from(SYMBOLS[value]));
        }
        text
    }

    pub(super) fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// Finds a wrong symbol but for one in four million.
    fn sum(&self) -> u32 {
        let hash = blake3::derive_key("backstride 2026 sum of a recovery code", &*self.0);
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) >> (32 - SUM_BITS)
    }
}

/// A code never says what it is, not even into a log by mistake.
impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}
