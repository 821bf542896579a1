//! Work done in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// Jobs at work or waiting to be delivered, for each thread. Enough that one slow report doesn't hold up the others,
/// few enough that memory doesn't grow with the number of reports.
const WINDOW: usize = 4;

/// Does `work` on jobs `0..count` on `threads` threads and gives the results to `deliver` in order. The caller's thread is
/// one of them: it delivers, and works while there is nothing to deliver. `deliver` may end it: jobs that have not begun are
/// then left out, and those at work are waited for. Where threads can't be started, there are fewer. A result is dropped by the
/// thread that made it, since giving back another's memory makes both wait.
///
/// Returns how many results were delivered.
pub fn in_order<R: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> R + Sync,
    mut deliver: impl FnMut(usize, &mut R) -> ControlFlow<()>,
) -> usize {
    let threads = threads.clamp(1, count.max(1));
    let turns = Turns::new(count, WINDOW.saturating_mul(threads));
    let mut delivered = 0;
    let (sender, results) = mpsc::channel::<(usize, thread::Result<Made<R>>)>();
    thread::scope(|scope| {
        // Whatever ends this, the others must not wait for ever.
        let _end = End(&turns);
        for _ in 1..threads {
            let (sender, turns, work) = (sender.clone(), &turns, &work);
            let (back, done) = mpsc::channel::<R>();
            let job = move || {
                while let Some(index) = turns.wait_for_next() {
                    done.try_iter().for_each(drop);
                    let result = catch_unwind(AssertUnwindSafe(|| work(index)));
                    let made = result.map(|result| Made {
                        result,
                        back: Some(back.clone()),
                    });
                    if sender.send((index, made)).is_err() {
                        return;
                    }
                }
            };
            if thread::Builder::new().spawn_scoped(scope, job).is_err() {
                break;
            }
        }
        drop(sender);
        // Waiting for a job that will never answer would be worse than its panic.
        let open = |made: thread::Result<Made<R>>| made.unwrap_or_else(|panic| resume_unwind(panic));
        let mut waiting: BTreeMap<usize, Made<R>> = BTreeMap::new();
        while delivered < count {
            waiting.extend(results.try_iter().map(|(index, made)| (index, open(made))));
            if let Some(mut made) = waiting.remove(&delivered) {
                delivered += 1;
                if deliver(delivered - 1, &mut made.result).is_break() {
                    return;
                }
                made.give_back();
                turns.delivered(delivered);
            } else if let Some(index) = turns.next() {
                let (result, back) = (work(index), None);
                waiting.insert(index, Made { result, back });
            } else if let Ok((index, made)) = results.recv() {
                waiting.insert(index, open(made));
            } else {
                return;
            }
        }
    });
    delivered
}

/// A result, and the way back to the thread that made it; none where that is the caller's.
struct Made<R> {
    result: R,
    back: Option<mpsc::Sender<R>>,
}

impl<R> Made<R> {
    fn give_back(self) {
        if let Some(back) = self.back {
            // A thread that is done has no need of it.
            let _ = back.send(self.result);
        }
    }
}

/// Whose turn it is: the jobs in order, none too far ahead of what was delivered.
struct Turns {
    count: usize,
    window: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    begun: usize,
    delivered: usize,
    over: bool,
}

impl Turns {
    fn new(count: usize, window: usize) -> Self {
        Self {
            count,
            window,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No one panics while holding it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job; `None` where none may begin now.
    fn next(&self) -> Option<usize> {
        let mut state = self.state();
        let may = !state.over && state.begun < self.count && state.begun < state.delivered.saturating_add(self.window);
        may.then(|| {
            state.begun += 1;
            state.begun - 1
        })
    }

    /// The next job, as soon as one may begin; `None` where there are no more.
    fn wait_for_next(&self) -> Option<usize> {
        loop {
            if let Some(index) = self.next() {
                return Some(index);
            }
            let state = self.state();
            if state.over || state.begun >= self.count {
                return None;
            }
            if state.begun >= state.delivered.saturating_add(self.window) {
                drop(self.changed.wait(state).unwrap_or_else(PoisonError::into_inner));
            }
        }
    }

    fn delivered(&self, count: usize) {
        self.state().delivered = count;
        self.changed.notify_all();
    }
}

/// Ends the turns when it goes.
struct End<'t>(&'t Turns);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.state().over = true;
        self.0.changed.notify_all();
    }
}
