//! What was worked out once is kept, and stays where it is.
//!
//! A case is too large to load before it is asked anything. So answers load and compute as they go, behind
//! a shared reference, and keep what they found. What is kept is never moved or dropped before its keeper,
//! so that it can be lent out for as long as the keeper lives.

use std::borrow::Borrow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;

/// Places in the first block; every further block is twice as long as the one before it.
const FIRST: usize = 8;
/// More than there can be items.
const BLOCKS: usize = 30;

/// Items side by side, each put in once.
type Block<T> = OnceCell<Box<[OnceCell<T>]>>;

/// A list that only grows, and whose items never move.
pub struct Shelf<T> {
    blocks: OnceCell<Box<[Block<T>; BLOCKS]>>,
    length: Cell<usize>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { blocks: OnceCell::new(), length: Cell::new(0) }
    }
}

/// Where an item stands: the block, its length, and the place in it.
fn place_of(index: usize) -> (usize, usize, usize) {
    let from_one = index / FIRST + 1;
    let block = from_one.ilog2() as usize;
    let length = FIRST << block;
    (block, length, index + FIRST - length)
}

impl<T> Shelf<T> {
    /// Puts an item at the end; lends it out and says where it stands.
    pub fn push(&self, item: T) -> (usize, &T) {
        let index = self.length.get();
        self.length.set(index + 1);
        let (block, length, place) = place_of(index);
        let blocks = self.blocks.get_or_init(|| Box::new([const { OnceCell::new() }; BLOCKS]));
        let block = blocks[block].get_or_init(|| (0..length).map(|_| OnceCell::new()).collect());
        (index, block[place].get_or_init(|| item))
    }

    /// The item at a place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        let (block, _, place) = place_of(index);
        self.blocks.get()?.get(block)?.get()?.get(place)?.get()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length.get()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Answers by what they answer, each worked out once.
pub struct Memo<K, V> {
    places: RefCell<BTreeMap<K, usize>>,
    values: Shelf<V>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { places: RefCell::default(), values: Shelf::default() }
    }
}

impl<K: Ord, V> Memo<K, V> {
    /// The answer, where it was worked out.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.places.borrow().get(key).copied()?;
        self.values.get(place)
    }

    /// The answer, worked out now if it was not before. Working it out may ask for others.
    pub fn get_or(&self, key: K, work: impl FnOnce() -> V) -> &V {
        if let Some(known) = self.get(&key) {
            return known;
        }
        let value = work();
        self.keep(key, value)
    }

    /// Keeps an answer, unless there is one: then that one stays.
    pub fn keep(&self, key: K, value: V) -> &V {
        if let Some(known) = self.get(&key) {
            return known;
        }
        let (place, value) = self.values.push(value);
        self.places.borrow_mut().insert(key, place);
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stay_in_place() {
        let shelf = Shelf::default();
        let lent: Vec<&usize> = (0..5_000).map(|number| shelf.push(number).1).collect();
        assert!(lent.iter().enumerate().all(|(place, item)| place == **item));
        assert!((0..5_000).all(|place| shelf.get(place) == Some(&place)));
        assert_eq!(shelf.get(5_000), None);
        assert_eq!(shelf.len(), 5_000);
    }

    #[test]
    fn answers_are_worked_out_once() {
        let memo: Memo<u64, u64> = Memo::default();
        fn fibonacci(memo: &Memo<u64, u64>, number: u64) -> u64 {
            *memo.get_or(number, || match number {
                0 | 1 => number,
                _ => fibonacci(memo, number - 1) + fibonacci(memo, number - 2),
            })
        }
        assert_eq!(fibonacci(&memo, 80), 23_416_728_348_467_685);
        assert_eq!(memo.get(&3), Some(&2));
    }
}
