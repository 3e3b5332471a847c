//! Which card on the screen holds which occurrences, where the system itself does not keep that.

use std::collections::{HashMap, VecDeque};

/// How many cards that have left the screen are remembered: a button may be told of after the closing.
const LEFT_MAX: usize = 16;

/// The cards of this login; `T` is what the system needs to take one away.
#[derive(Debug)]
pub(super) struct Cards<T> {
    last: u32,
    shown: HashMap<u32, (T, Vec<String>)>,
    left: VecDeque<(u32, Vec<String>)>,
}

impl<T> Default for Cards<T> {
    fn default() -> Self {
        Self {
            last: 0,
            shown: HashMap::new(),
            left: VecDeque::new(),
        }
    }
}

impl<T> Cards<T> {
    /// The number of the next card; no number comes twice.
    pub(super) fn number(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// Whether any card was ever shown.
    #[cfg(any(windows, test))]
    pub(super) fn any(&self) -> bool {
        self.last != 0
    }

    /// A card is on the screen.
    pub(super) fn put(&mut self, card: u32, handle: T, ids: &[String]) {
        self.shown.insert(card, (handle, ids.to_vec()));
    }

    /// Whatever holds one of these makes room for another card.
    pub(super) fn make_room(&mut self, ids: &[String]) -> Vec<(u32, T)> {
        let held = self
            .shown
            .iter()
            .filter(|(_, (_, held))| held.iter().any(|id| ids.contains(id)));
        let mut cards: Vec<u32> = held.map(|(card, _)| *card).collect();
        cards.sort_unstable();
        let gone = cards.into_iter().filter_map(|card| {
            let (handle, _) = self.shown.remove(&card)?;
            Some((card, handle))
        });
        gone.collect()
    }

    /// Takes an occurrence off its card; the card, when nothing is left on it.
    pub(super) fn withdraw(&mut self, id: &str) -> Option<(u32, T)> {
        let card = self
            .shown
            .iter()
            .find(|(_, (_, ids))| ids.iter().any(|held| held == id))
            .map(|(card, _)| *card)?;
        let (handle, mut ids) = self.shown.remove(&card)?;
        ids.retain(|held| held != id);
        if ids.is_empty() {
            return Some((card, handle));
        }
        self.shown.insert(card, (handle, ids));
        None
    }

    /// The occurrences that are on the screen.
    pub(super) fn on_screen(&self) -> Vec<String> {
        let held = self.shown.values().flat_map(|(_, ids)| ids);
        held.cloned().collect()
    }

    /// The occurrences on a card, which stays.
    pub(super) fn on_card(&self, card: u32) -> Vec<String> {
        let left = self.left.iter().find(|(left, _)| *left == card);
        let shown = self.shown.get(&card).map(|(_, ids)| ids);
        let ids = shown.or(left.map(|(_, ids)| ids));
        ids.cloned().unwrap_or_default()
    }

    /// A card was pressed and is gone after that: what takes it away if it still stands, and its occurrences.
    pub(super) fn pressed(&mut self, card: u32) -> (Option<T>, Vec<String>) {
        if let Some((handle, ids)) = self.shown.remove(&card) {
            return (Some(handle), ids);
        }
        let position = self.left.iter().position(|(left, _)| *left == card);
        let left = position.and_then(|position| self.left.remove(position));
        (None, left.map(|(_, ids)| ids).unwrap_or_default())
    }

    /// The occurrences on a card that left the screen.
    pub(super) fn closed(&mut self, card: u32) -> Vec<String> {
        let Some((_, ids)) = self.shown.remove(&card) else {
            return Vec::new();
        };
        self.left.push_back((card, ids.clone()));
        if self.left.len() > LEFT_MAX {
            self.left.pop_front();
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn two() -> Cards<char> {
        let mut cards = Cards::default();
        assert!(!cards.any());
        let (first, second) = (cards.number(), cards.number());
        cards.put(first, 'a', &ids("walk"));
        cards.put(second, 'b', &ids("diary own"));
        assert!(cards.any());
        cards
    }

    #[test]
    fn a_new_card_takes_the_place_of_every_card_that_holds_one_of_its_own() {
        let mut cards = two();
        assert_eq!(cards.make_room(&ids("other")), []);
        assert_eq!(cards.make_room(&ids("own walk")), [(1, 'a'), (2, 'b')]);
        assert_eq!(cards.on_screen(), ids(""));
        assert_eq!(cards.number(), 3);
    }

    #[test]
    fn a_card_stays_until_its_last_occurrence_is_withdrawn() {
        let mut cards = two();
        assert_eq!(cards.withdraw("diary"), None);
        assert_eq!(cards.on_card(2), ids("own"));
        assert_eq!(cards.withdraw("own"), Some((2, 'b')));
        assert_eq!(cards.withdraw("own"), None);
        assert_eq!(cards.on_screen(), ids("walk"));
    }

    #[test]
    fn a_button_counts_once_also_when_it_is_told_of_after_the_closing() {
        let mut cards = two();
        assert_eq!(cards.closed(2), ids("diary own"));
        assert_eq!(cards.closed(2), ids(""));
        assert_eq!(cards.on_card(2), ids("diary own"));
        assert_eq!(cards.pressed(2), (None, ids("diary own")));
        assert_eq!(cards.pressed(2), (None, ids("")));
        assert_eq!(cards.pressed(1), (Some('a'), ids("walk")));
        assert_eq!(cards.pressed(1), (None, ids("")));
    }

    #[test]
    fn cards_that_left_long_ago_are_forgotten() {
        let mut cards = Cards::default();
        for _ in 0..20 {
            let card = cards.number();
            cards.put(card, (), &ids("one"));
            cards.closed(card);
        }
        assert_eq!(cards.on_card(4), ids(""));
        assert_eq!(cards.on_card(5), ids("one"));
    }
}
