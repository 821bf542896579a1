//! Jobs done in parallel are delivered in order, few of them run ahead, and whatever happens comes to an end.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use gouji::session::in_order;

/// Delivers everything; the results as they came.
fn all(count: usize, threads: usize, work: impl Fn(usize) -> usize + Sync) -> Vec<(usize, usize)> {
    let mut came = Vec::new();
    let delivered = in_order(count, threads, work, |index, result| {
        came.push((index, *result));
        ControlFlow::Continue(())
    });
    assert_eq!(delivered, came.len());
    came
}

#[test]
fn results_come_in_order() {
    for threads in [0, 1, 2, 3, 64] {
        for count in [0, 1, 2, 100] {
            // The earlier of two neighbours takes longer.
            let work = |index: usize| {
                thread::sleep(Duration::from_micros(if index.is_multiple_of(2) { 200 } else { 0 }));
                index * 10
            };
            let wanted: Vec<_> = (0..count).map(|index| (index, index * 10)).collect();
            assert_eq!(all(count, threads, work), wanted, "{count} on {threads}");
        }
    }
}

#[test]
fn the_caller_works_too() {
    let caller = thread::current().id();
    let seen = Mutex::new(BTreeSet::new());
    all(8, 1, |index| {
        seen.lock().unwrap().insert(format!("{:?}", thread::current().id()));
        index
    });
    assert_eq!(*seen.lock().unwrap(), BTreeSet::from([format!("{caller:?}")]));
    let seen = Mutex::new(BTreeSet::new());
    all(200, 3, |index| {
        thread::sleep(Duration::from_micros(300));
        seen.lock().unwrap().insert(format!("{:?}", thread::current().id()));
        index
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() <= 3 && seen.contains(&format!("{caller:?}")), "{seen:?}");
}

#[test]
fn few_run_ahead_of_a_slow_one() {
    let begun = AtomicUsize::new(0);
    let ahead = AtomicUsize::new(0);
    all(1000, 2, |index| {
        begun.fetch_add(1, Ordering::SeqCst);
        if index == 0 {
            thread::sleep(Duration::from_millis(50));
            ahead.store(begun.load(Ordering::SeqCst), Ordering::SeqCst);
        }
        index
    });
    assert!(ahead.into_inner() <= 8);
    assert_eq!(begun.into_inner(), 1000);
}

#[test]
fn it_ends_when_told() {
    for threads in [1, 2, 4] {
        let begun = AtomicUsize::new(0);
        let work = |index: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            index
        };
        let delivered = in_order(10_000, threads, work, |index, _| match index {
            20 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
        assert_eq!(delivered, 21);
        assert!(begun.into_inner() <= 21 + 4 * threads, "on {threads}");
    }
}

#[test]
fn a_panic_reaches_the_caller() {
    for threads in [1, 2, 4] {
        let run = || {
            all(100, threads, |index| {
                assert!(index != 17, "job 17");
                index
            })
        };
        let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"job 17"), "on {threads}");
    }
}

/// Says on which thread it is dropped.
struct Dropped<'a>(thread::ThreadId, &'a Mutex<Vec<bool>>);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.1.lock().unwrap().push(self.0 == thread::current().id());
    }
}

#[test]
fn results_go_where_they_were_made() {
    let dropped = Mutex::new(Vec::new());
    let work = |_| {
        thread::sleep(Duration::from_micros(100));
        Dropped(thread::current().id(), &dropped)
    };
    in_order(200, 3, work, |_, _| ControlFlow::Continue(()));
    let dropped = dropped.into_inner().unwrap();
    let elsewhere = dropped.iter().filter(|at_home| !**at_home).count();
    // Only what is delivered when the others are done already is not.
    assert!(
        dropped.len() == 200 && elsewhere <= 12,
        "{elsewhere} of {}",
        dropped.len()
    );
}
