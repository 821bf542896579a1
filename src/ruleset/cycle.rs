//! Cycles in a small directed graph.

/// One cycle for each knot of nodes that lead back to themselves, in the order of their first node. `edges[n]` are the
/// nodes that `n` points to; an edge to itself is not looked at.
pub(super) fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut state = vec![State::New; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        // A path of (node, next edge to follow): no recursion, however long the chain.
        let mut path = vec![(start, 0)];
        if !mark(&mut state, start, State::New, State::Open) {
            continue;
        }
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let target = edges.get(node).and_then(|targets| targets.get(*next)).copied();
            *next += 1;
            match target {
                None => {
                    mark(&mut state, node, State::Open, State::Done);
                    path.pop();
                }
                Some(target) if target == node => {}
                Some(target) if mark(&mut state, target, State::New, State::Open) => path.push((target, 0)),
                Some(target) if state.get(target) == Some(&State::Open) => {
                    let nodes = path.iter().map(|(node, _)| *node);
                    let cycle: Vec<usize> = nodes.skip_while(|node| *node != target).collect();
                    // Nodes of a reported cycle are not reported again.
                    for member in &cycle {
                        mark(&mut state, *member, State::Open, State::Reported);
                    }
                    found.push(cycle);
                }
                Some(_) => {}
            }
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Reported,
    Done,
}

/// Moves `node` from one state to another; whether it was in the first.
fn mark(state: &mut [State], node: usize, from: State, to: State) -> bool {
    match state.get_mut(node) {
        Some(now) if *now == from => {
            *now = to;
            true
        }
        _ => false,
    }
}
