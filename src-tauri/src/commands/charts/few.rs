//! So many points and no more: thousands would only cover each other, and make the window slow.

/// The most points that are drawn one by one.
pub(super) const MOST: usize = 600;

/// All items, or where there are too many, the lowest and the highest of each stretch, in their order.
pub(super) fn extremes<T>(
    items: &[T],
    place: impl Fn(&T) -> f64,
    value: impl Fn(&T) -> f64,
) -> Vec<&T> {
    if items.len() <= MOST {
        return items.iter().collect();
    }
    let stretches = MOST / 2;
    let mut kept: Vec<Option<(usize, usize)>> = vec![None; stretches];
    for (index, item) in items.iter().enumerate() {
        let slot = &mut kept[stretch(place(item), stretches)];
        *slot = Some(match *slot {
            None => (index, index),
            Some((low, high)) => (
                if value(item) < value(&items[low]) {
                    index
                } else {
                    low
                },
                if value(item) > value(&items[high]) {
                    index
                } else {
                    high
                },
            ),
        });
    }
    let mut places: Vec<usize> = kept
        .into_iter()
        .flatten()
        .flat_map(|(a, b)| [a, b])
        .collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|index| &items[index]).collect()
}

/// Which stretch a place between 0 and 1 lies in.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place is brought between 0 and 1 first, and there are few stretches"
)]
fn stretch(place: f64, stretches: usize) -> usize {
    ((place.clamp(0.0, 1.0) * stretches as f64) as usize).min(stretches - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_all_stay_and_of_many_the_extremes() {
        let few: Vec<f64> = (0..10).map(f64::from).collect();
        assert_eq!(extremes(&few, |it| it / 10.0, |it| *it).len(), 10);

        let many: Vec<(f64, f64)> = (0..6000)
            .map(|it| (f64::from(it) / 6000.0, f64::from(it % 7)))
            .collect();
        let kept = extremes(&many, |it| it.0, |it| it.1);
        assert!(kept.len() <= MOST);
        for end in [0.0, 6.0] {
            assert_eq!(kept.iter().filter(|it| it.1 == end).count(), MOST / 2);
        }
        assert!(kept.windows(2).all(|two| two[0].0 < two[1].0), "in order");
    }
}
