//! The key slots: the one random key of the diary, wrapped once for each thing that may open it.
//!
//! A slot holds the key encrypted under what a passphrase, the recovery code or the key store of the system gives. The
//! passphrase can be changed without touching the diary, and whether a passphrase fits is known before the diary is
//! looked at, so that a wrong one is never taken for damage. Two copies of the file lie beside the diary; each carries
//! a sum that finds damage and a seal under the key itself that finds forgery.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::code::RecoveryCode;
use super::{remove_if_there, sync_dir};
use crate::db::{self, Key};
use crate::error::{Error, Result};

/// Where chance comes from: the core draws none of its own.
pub type Draw<'a> = &'a mut dyn FnMut(&mut [u8]) -> Result<()>;

/// The two copies, in the order they are written and read.
pub const NAMES: [&str; 2] = ["keyslots", "keyslots.copy"];

/// Fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 8;

/// Most bytes of a passphrase; far more than anybody types.
const PASSPHRASE_BYTES_MAX: usize = 1024;

const MAGIC: &[u8; 8] = b"BkstKeys";
const FORMAT: u8 = 1;
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const WRAPPED_BYTES: usize = Key::BYTES + 16;
const HASH_BYTES: usize = 32;
/// Kind, generation, three costs, salt, nonce, wrapped key.
const SLOT_BYTES: usize = 1 + 4 + 12 + SALT_BYTES + NONCE_BYTES + WRAPPED_BYTES;
/// How many sets of slots are tried with one secret: each costs a second on a slow computer.
const KNOWN_MAX: usize = 8;
/// More slots than were ever written: two generations of three.
const SLOTS_MAX: usize = 8;

/// What one guess at a passphrase costs with Argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// What new slots cost: under a second on a slow computer, 64 MiB for each guess.
    pub const NEW: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// The least a file may ask for (OWASP): a doctored file must not make guessing cheap.
    pub const LEAST: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };

    /// The most memory a file may ask for, 1 GiB: a doctored file must not take the whole of the computer.
    const MEMORY_KIB_MAX: u32 = 1024 * 1024;
    const PASSES_MAX: u32 = 16;
    const LANES_MAX: u32 = 4;
    /// The most memory times passes, so that no file makes a person wait for minutes.
    const WORK_KIB_MAX: u64 = 4 * 1024 * 1024;

    fn fair(self) -> bool {
        u64::from(self.memory_kib) * u64::from(self.passes) <= Self::WORK_KIB_MAX
            && (Self::LEAST.memory_kib..=Self::MEMORY_KIB_MAX).contains(&self.memory_kib)
            && (Self::LEAST.passes..=Self::PASSES_MAX).contains(&self.passes)
            && (1..=Self::LANES_MAX).contains(&self.lanes)
    }

    /// Slots that are not derived from words of a person need no cost.
    const NONE: Self = Self {
        memory_kib: 0,
        passes: 0,
        lanes: 0,
    };
}

/// What somebody offers to open the diary.
#[derive(Clone, Copy)]
pub enum Secret<'a> {
    /// The passphrase, as typed.
    Passphrase(&'a str),
    /// The recovery code.
    Recovery(&'a RecoveryCode),
    /// What the key store of the system kept.
    Stored(&'a [u8]),
}

/// What a slot is opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The passphrase.
    Passphrase,
    /// The recovery code.
    Recovery,
    /// What the key store of the system kept.
    Stored,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Passphrase => b'P',
            Self::Recovery => b'R',
            Self::Stored => b'K',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Passphrase, Self::Recovery, Self::Stored]
            .into_iter()
            .find(|kind| kind.byte() == byte)
    }
}

impl Secret<'_> {
    fn kind(&self) -> Kind {
        match self {
            Self::Passphrase(_) => Kind::Passphrase,
            Self::Recovery(_) => Kind::Recovery,
            Self::Stored(_) => Kind::Stored,
        }
    }
}

/// A passphrase that is long enough to be one.
///
/// # Errors
/// [`Error::Invalid`] on `passphrase`.
pub fn accept_passphrase(text: &str) -> Result<()> {
    let field = "passphrase";
    if text.chars().count() < PASSPHRASE_CHARS_MIN || text.len() > PASSPHRASE_BYTES_MAX {
        return Err(Error::Invalid { field });
    }
    Ok(())
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    kind: Kind,
    /// Which key is wrapped: a new one is one higher, and both stand here while the diary changes from one to the other.
    generation: u32,
    cost: Cost,
    salt: [u8; SALT_BYTES],
    nonce: [u8; NONCE_BYTES],
    wrapped: [u8; WRAPPED_BYTES],
}

impl Slot {
    fn wrap(secret: Secret<'_>, generation: u32, key: &Key, draw: Draw<'_>) -> Result<Self> {
        let mut slot = Self {
            kind: secret.kind(),
            generation,
            cost: match secret {
                Secret::Passphrase(_) => Cost::NEW,
                Secret::Recovery(_) | Secret::Stored(_) => Cost::NONE,
            },
            salt: [0; SALT_BYTES],
            nonce: [0; NONCE_BYTES],
            wrapped: [0; WRAPPED_BYTES],
        };
        draw(&mut slot.salt)?;
        draw(&mut slot.nonce)?;
        let made = slot
            .cipher(secret)?
            .encrypt(
                &XNonce::from(slot.nonce),
                Payload {
                    msg: key.bytes(),
                    aad: &slot.head(),
                },
            )
            .map_err(|_| Error::KeysDamaged)?;
        slot.wrapped = made.try_into().map_err(|_| Error::KeysDamaged)?;
        Ok(slot)
    }

    /// The key, if this secret fits this slot.
    fn open(&self, secret: Secret<'_>) -> Result<Option<Key>> {
        if secret.kind() != self.kind {
            return Ok(None);
        }
        let opened = self.cipher(secret)?.decrypt(
            &XNonce::from(self.nonce),
            Payload {
                msg: &self.wrapped,
                aad: &self.head(),
            },
        );
        let Ok(bytes) = opened.map(Zeroizing::new) else {
            return Ok(None);
        };
        let mut key = Zeroizing::new([0; Key::BYTES]);
        if bytes.len() != key.len() {
            return Ok(None);
        }
        key.copy_from_slice(&bytes);
        Ok(Some(Key::new(key)))
    }

    fn cipher(&self, secret: Secret<'_>) -> Result<XChaCha20Poly1305> {
        let mut wrapping = Zeroizing::new([0; Key::BYTES]);
        match secret {
            Secret::Passphrase(text) => {
                // One letter can be typed as one character or as two; both are the same word to whoever typed it.
                let same = Zeroizing::new(text.nfc().collect::<String>());
                let params = Params::new(
                    self.cost.memory_kib,
                    self.cost.passes,
                    self.cost.lanes,
                    Some(Key::BYTES),
                )
                .map_err(|_| Error::KeysDamaged)?;
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(same.as_bytes(), &self.salt, &mut *wrapping)
                    .map_err(|_| Error::Memory)?;
            }
            Secret::Recovery(code) => self.derive("recovery code", code.bytes(), &mut wrapping),
            Secret::Stored(bytes) => self.derive("key store", bytes, &mut wrapping),
        }
        XChaCha20Poly1305::new_from_slice(&*wrapping).map_err(|_| Error::KeysDamaged)
    }

    /// For bytes that were drawn by chance, of which guessing is hopeless without any cost.
    fn derive(&self, from: &str, bytes: &[u8], into: &mut Zeroizing<[u8; Key::BYTES]>) {
        let mut hasher = blake3::Hasher::new_derive_key(&format!(
            "backstride 2026 key slot, wrapping key from {from}"
        ));
        hasher.update(&self.salt).update(bytes);
        into.copy_from_slice(hasher.finalize().as_bytes());
    }

    /// Everything of a slot that stands in the open and must not be changed.
    fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(SLOT_BYTES);
        head.push(FORMAT);
        self.write_open_part(&mut head);
        head
    }

    fn write_open_part(&self, to: &mut Vec<u8>) {
        to.push(self.kind.byte());
        for number in [
            self.generation,
            self.cost.memory_kib,
            self.cost.passes,
            self.cost.lanes,
        ] {
            to.extend_from_slice(&number.to_be_bytes());
        }
        to.extend_from_slice(&self.salt);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let kind = Kind::of(from.array::<1>()?[0])?;
        let generation = from.number()?;
        let cost = Cost {
            memory_kib: from.number()?,
            passes: from.number()?,
            lanes: from.number()?,
        };
        let fair = match kind {
            Kind::Passphrase => cost.fair(),
            Kind::Recovery | Kind::Stored => cost == Cost::NONE,
        };
        let slot = Self {
            kind,
            generation,
            cost,
            salt: from.array()?,
            nonce: from.array()?,
            wrapped: from.array()?,
        };
        fair.then_some(slot)
    }
}

/// One copy of the file of key slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots {
    /// Counts up with every change: of two good copies the higher one is the newer.
    sequence: u32,
    slots: Vec<Slot>,
    /// For each generation, a seal over everything above under its key.
    seals: Vec<(u32, [u8; HASH_BYTES])>,
}

impl Slots {
    /// A first pair of slots for a new key.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `passphrase`; [`Error::Memory`]; whatever `draw` returns.
    pub(super) fn new(
        passphrase: &str,
        code: &RecoveryCode,
        key: &Key,
        draw: Draw<'_>,
    ) -> Result<Self> {
        let mut slots = Self {
            sequence: 1,
            slots: Vec::new(),
            seals: Vec::new(),
        };
        slots.add_generation(1, passphrase, code, key, draw)?;
        slots.seal(&[(1, key)]);
        Ok(slots)
    }

    pub(super) fn add_generation(
        &mut self,
        generation: u32,
        passphrase: &str,
        code: &RecoveryCode,
        key: &Key,
        draw: Draw<'_>,
    ) -> Result<()> {
        accept_passphrase(passphrase)?;
        for secret in [Secret::Passphrase(passphrase), Secret::Recovery(code)] {
            self.slots
                .push(Slot::wrap(secret, generation, key, &mut *draw)?);
        }
        Ok(())
    }

    /// The highest generation there is.
    pub(super) fn newest(&self) -> u32 {
        let numbers = self.slots.iter().map(|slot| slot.generation);
        numbers.max().unwrap_or_default()
    }

    /// Whether more than one key is wrapped here: a change from one to the other was cut off.
    pub(super) fn between_two(&self) -> bool {
        let newest = self.newest();
        self.slots.iter().any(|slot| slot.generation != newest)
    }

    /// Whether any slot is of this kind.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.slots.iter().any(|slot| slot.kind == kind)
    }

    /// Puts one slot in the place of the one of its kind.
    pub(super) fn replace(
        &mut self,
        secret: Secret<'_>,
        generation: u32,
        key: &Key,
        draw: Draw<'_>,
    ) -> Result<()> {
        let slot = Slot::wrap(secret, generation, key, draw)?;
        self.slots.retain(|old| old.kind != slot.kind);
        self.slots.push(slot);
        self.next(&[(generation, key)]);
        Ok(())
    }

    /// Takes every slot of a kind away.
    pub(super) fn without(&mut self, kind: Kind, generation: u32, key: &Key) {
        self.slots.retain(|slot| slot.kind != kind);
        self.next(&[(generation, key)]);
    }

    /// Keeps one generation alone.
    pub(super) fn keep_only(&mut self, generation: u32, key: &Key) {
        self.slots.retain(|slot| slot.generation == generation);
        self.next(&[(generation, key)]);
    }

    /// The one generation as a set of its own, for old copies that need it; `None` if it is not there.
    pub(super) fn alone(&self, generation: u32, key: &Key) -> Option<Self> {
        let mut alone = self.clone();
        alone.keep_only(generation, key);
        // What the key store kept is worth nothing on another day.
        alone.slots.retain(|slot| slot.kind != Kind::Stored);
        alone.seal(&[(generation, key)]);
        (!alone.slots.is_empty()).then_some(alone)
    }

    /// Counts a change and seals it anew.
    pub(super) fn next(&mut self, keys: &[(u32, &Key)]) {
        self.sequence = self.sequence.saturating_add(1);
        self.seal(keys);
    }

    fn seal(&mut self, keys: &[(u32, &Key)]) {
        let body = self.body();
        self.seals = keys
            .iter()
            .map(|(generation, key)| (*generation, *seal_of(&body, key).as_bytes()))
            .collect();
    }

    /// Every key this secret opens, each with its generation, newest first. Empty: it opens none.
    ///
    /// # Errors
    /// [`Error::KeysDamaged`] if the file was changed by somebody who did not have the key; [`Error::Memory`].
    pub fn open(&self, secret: Secret<'_>) -> Result<Vec<(u32, Key)>> {
        let mut opened = Vec::new();
        for slot in &self.slots {
            if let Some(key) = slot.open(secret)? {
                let seal = self.seals.iter().find(|(of, _)| *of == slot.generation);
                let real = seal_of(&self.body(), &key);
                if !seal.is_some_and(|(_, seal)| blake3::Hash::from(*seal) == real) {
                    return Err(Error::KeysDamaged);
                }
                opened.push((slot.generation, key));
            }
        }
        opened.sort_by_key(|(generation, _)| std::cmp::Reverse(*generation));
        Ok(opened)
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(MAGIC.len() + 6 + self.slots.len() * SLOT_BYTES);
        body.extend_from_slice(MAGIC);
        body.push(FORMAT);
        body.extend_from_slice(&self.sequence.to_be_bytes());
        body.push(u8::try_from(self.slots.len()).unwrap_or(u8::MAX));
        for slot in &self.slots {
            slot.write_open_part(&mut body);
            body.extend_from_slice(&slot.nonce);
            body.extend_from_slice(&slot.wrapped);
        }
        body
    }

    /// The file as bytes, for the disk and for a backup that shall be opened by itself.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.body();
        bytes.push(u8::try_from(self.seals.len()).unwrap_or(u8::MAX));
        for (generation, seal) in &self.seals {
            bytes.extend_from_slice(&generation.to_be_bytes());
            bytes.extend_from_slice(seal);
        }
        let sum = blake3::hash(&bytes);
        bytes.extend_from_slice(sum.as_bytes());
        bytes
    }

    /// Reads the bytes of a file of slots.
    ///
    /// # Errors
    /// [`Error::KeysDamaged`] for anything that was not written by [`Slots::to_bytes`], and for a cost no slot of ours
    /// ever had: nothing is computed before that is known.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::parsed(bytes).ok_or(Error::KeysDamaged)
    }

    fn parsed(bytes: &[u8]) -> Option<Self> {
        let (content, sum) = bytes.split_last_chunk::<HASH_BYTES>()?;
        if blake3::hash(content) != blake3::Hash::from(*sum) {
            return None;
        }
        let mut from = Bytes(content);
        if &from.array::<8>()? != MAGIC || from.array::<1>()?[0] != FORMAT {
            return None;
        }
        let sequence = from.number()?;
        let count = usize::from(from.array::<1>()?[0]);
        if !(1..=SLOTS_MAX).contains(&count) {
            return None;
        }
        let mut slots = Vec::with_capacity(count);
        for _ in 0..count {
            slots.push(Slot::read(&mut from)?);
        }
        let count = usize::from(from.array::<1>()?[0]);
        if !(1..=2).contains(&count) {
            return None;
        }
        let mut seals = Vec::with_capacity(count);
        for _ in 0..count {
            seals.push((from.number()?, from.array()?));
        }
        from.0.is_empty().then_some(Self {
            sequence,
            slots,
            seals,
        })
    }
}

fn seal_of(body: &[u8], key: &Key) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_derive_key("backstride 2026 seal over the key slots");
    hasher.update(key.bytes());
    let sealing = Zeroizing::new(*hasher.finalize().as_bytes());
    blake3::keyed_hash(&sealing, body)
}

/// Bytes that are read from the front.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }
}

/// Whether there is a copy at all, good or not.
#[must_use]
pub fn present(dir: &Path) -> bool {
    NAMES.iter().any(|name| dir.join(name).exists())
}

/// The good copies, newest first, without those that say the same as one before; and whether both were good and equal.
///
/// # Errors
/// [`Error::KeysDamaged`] if there are copies and none is good; [`Error::Missing`] if there is none.
pub(super) fn read(dir: &Path) -> Result<(Vec<Slots>, bool)> {
    let mut good: Vec<Slots> = Vec::new();
    let mut found = 0;
    for name in NAMES {
        match read_capped(&dir.join(name)) {
            Ok(bytes) => {
                found += 1;
                good.extend(Slots::from_bytes(&bytes));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    if good.is_empty() {
        return Err(if found == 0 {
            Error::Missing
        } else {
            Error::KeysDamaged
        });
    }
    let whole = good.len() == NAMES.len() && good[0] == good[1];
    good.sort_by_key(|slots| std::cmp::Reverse(slots.sequence));
    good.dedup();
    Ok((good, whole))
}

/// Every set of slots that may open a copy of the diary: those that came with it, those of the profile, and those that
/// were put aside, the last ones first. What cannot be read is none.
pub(super) fn known(dir: &Path, with_it: Option<&[u8]>) -> Vec<Slots> {
    let mut found: Vec<Slots> = with_it
        .and_then(|bytes| Slots::from_bytes(bytes).ok())
        .into_iter()
        .collect();
    found.extend(read(dir).map(|(copies, _)| copies).unwrap_or_default());
    let mut aside = Vec::new();
    for entry in inside(&dir.join(super::KEPT)) {
        if entry.is_dir() {
            aside.extend(inside(&entry).into_iter().filter(|path| is_slots(path)));
        } else if is_slots(&entry) {
            aside.push(entry);
        }
    }
    aside.sort();
    for path in aside.into_iter().rev() {
        let slots = read_capped(&path)
            .ok()
            .and_then(|bytes| Slots::from_bytes(&bytes).ok());
        found.extend(slots.filter(|slots| !found.contains(slots)));
    }
    // Each one costs a guess.
    found.truncate(KNOWN_MAX);
    found
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|it| it.path()).collect())
        .unwrap_or_default()
}

fn is_slots(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(NAMES[0]))
}

/// The newest good copy; see [`read`].
///
/// # Errors
/// As [`read`].
pub fn newest(dir: &Path) -> Result<Slots> {
    read(dir)?.0.into_iter().next().ok_or(Error::KeysDamaged)
}

/// No copy of ours is longer; a doctored one is not read to its end.
fn read_capped(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(64 * 1024)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes both copies, one after the other, each whole or not at all.
pub(super) fn write(dir: &Path, slots: &Slots) -> Result<()> {
    let bytes = slots.to_bytes();
    for name in NAMES {
        let fresh = dir.join(format!("{name}.tmp"));
        remove_if_there(&fresh)?;
        let mut file = fs::File::create(&fresh)?;
        db::owner_only(&fresh)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        drop(file);
        db::rename(&fresh, &dir.join(name))?;
        sync_dir(dir)?;
    }
    Ok(())
}

/// Moves both copies into another folder: nothing here is locked with them any more, but an old copy elsewhere may be.
pub(super) fn put_aside(dir: &Path, to: &Path) -> Result<()> {
    for name in NAMES {
        let from = dir.join(name);
        if from.exists() {
            db::rename(&from, &to.join(name))?;
        }
    }
    sync_dir(to)?;
    sync_dir(dir)
}

/// Writes slots into another folder, for old copies that only they open.
pub(super) fn keep(to: &Path, slots: &Slots) -> Result<()> {
    let path = to.join(NAMES[0]);
    let mut file = fs::File::create(&path)?;
    db::owner_only(&path)?;
    file.write_all(&slots.to_bytes())?;
    file.sync_all()?;
    sync_dir(to)
}

/// Takes both copies away, if nothing was ever locked with them.
pub(super) fn remove(dir: &Path) -> Result<()> {
    for name in NAMES {
        remove_if_there(&dir.join(name))?;
    }
    sync_dir(dir)
}
