//! Work done in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

/// Jobs at work or waiting to be delivered, for each thread. Enough that one slow report doesn't hold up the others,
/// few enough that memory doesn't grow with the number of reports.
const WINDOW: usize = 4;

/// Does `work` on jobs `0..count` on `threads` threads and gives the results to `deliver` in order, on the caller's
/// thread; a single job is done there too. `deliver` may end it: jobs that have not begun are then left out, and those at work are waited for.
///
/// Returns how many results were delivered.
///
/// # Errors
/// Where the threads can't be started.
pub fn in_order<R: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> R + Sync,
    mut deliver: impl FnMut(usize, R) -> ControlFlow<()>,
) -> std::io::Result<usize> {
    if count == 1 {
        // One job is no reason to start threads.
        let _: ControlFlow<()> = deliver(0, work(0));
        return Ok(1);
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(std::io::Error::other)?;
    let window = WINDOW * threads.max(1);
    let (sender, results) = mpsc::channel::<(usize, std::thread::Result<R>)>();
    let mut delivered = 0;
    pool.in_place_scope_fifo(|scope| {
        let mut begun = 0;
        let mut waiting: BTreeMap<usize, R> = BTreeMap::new();
        while delivered < count {
            while begun < count && begun < delivered + window {
                let (index, sender, work) = (begun, sender.clone(), &work);
                scope.spawn_fifo(move |_| {
                    let result = catch_unwind(AssertUnwindSafe(|| work(index)));
                    // The receiver lives as long as the scope.
                    let _ = sender.send((index, result));
                });
                begun += 1;
            }
            let Ok((index, result)) = results.recv() else { return };
            // Waiting for a job that will never answer would be worse than its panic.
            waiting.insert(index, result.unwrap_or_else(|panic| resume_unwind(panic)));
            while let Some(result) = waiting.remove(&delivered) {
                delivered += 1;
                if deliver(delivered - 1, result).is_break() {
                    return;
                }
            }
        }
    });
    Ok(delivered)
}
