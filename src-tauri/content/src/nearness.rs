//! How far two words are apart: what a typing mistake or a misspelt key was most likely meant to be.

/// How many letters have to be added, removed, replaced or swapped with a neighbour to make one word of the other; none
/// if it is more than `most`, which is then not counted to the end.
pub(crate) fn within(one: &str, other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    // The row of the letter before the last one, of the last one, and of this one.
    let mut older = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut row = vec![0; other.len() + 1];
    let mut before = None;
    for (i, a) in one.chars().enumerate() {
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let mut least = (last[j + 1] + 1)
                .min(row[j] + 1)
                .min(last[j] + usize::from(a != *b));
            if j > 0 && Some(*b) == before && a == other[j - 1] {
                least = least.min(older[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        // A swap of two letters looks one row further back, so both rows have to be too far.
        if row.iter().chain(&last).all(|least| *least > most) {
            return None;
        }
        std::mem::swap(&mut older, &mut last);
        std::mem::swap(&mut last, &mut row);
        before = Some(a);
    }
    last.last().copied().filter(|it| *it <= most)
}
