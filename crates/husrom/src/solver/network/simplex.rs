//! A network simplex in exact integers: the most that a flow can be worth, over arcs without capacities.
//!
//! Each node but the root has a supply, to be sent along arcs, or a demand, to be met; an arc of its own to or from the root takes what
//! is not. A basis is a tree. It is *strongly feasible*: from every node something more could be sent to the root along the tree, so an
//! arc without flow points at the root. The leaving arc is chosen such that it stays so, and no tree comes twice.
//!
//! # Source
//! Cunningham (1976), "A network simplex method"; the block search for entering arcs as in Kiraly and Kovacs (2012).

/// No node.
const NONE: usize = usize::MAX;

/// The least number of arcs that are looked at for one to enter.
const BLOCK: usize = 64;

/// Arcs looked at between two looks at the clock.
const PATIENCE: usize = 1 << 18;

/// An arc, and what a unit of flow on it is worth.
#[derive(Clone, Copy, Debug)]
struct Arc {
    tail: usize,
    head: usize,
    worth: i64,
}

/// Where a node hangs in the tree.
#[derive(Clone, Copy, Debug)]
struct Node {
    parent: usize,
    /// The arc between the node and its parent.
    via: usize,
    /// What flows on it.
    flow: i64,
    depth: usize,
    /// What one more unit at the node would be worth.
    potential: i64,
    first_child: usize,
    /// The children of one parent, in a ring that is open at both ends.
    before: usize,
    after: usize,
}

/// How a maximisation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing is worth more.
    Optimal,
    /// It was told to stop.
    Stopped,
    /// The worths are too large for exact arithmetic, or nothing bounds the flow.
    Beyond,
}

/// A flow through a network, and the tree that carries it.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    arcs: Vec<Arc>,
    /// The arcs that may carry flow.
    open: Vec<usize>,
    /// Where among them the search for an entering arc goes on.
    next: usize,
}

impl Tree {
    /// The flow that sends every supply straight to the root and meets every demand (a negative supply, none of them 0) from there:
    /// node n's own arc is arc n. The arcs (tail, head) come after those; the root is the node after the last.
    pub fn of(supplies: &[i64], arcs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let root = supplies.len();
        let own = |(node, supply): (usize, &i64)| if *supply > 0 { (node, root) } else { (root, node) };
        let all = supplies.iter().enumerate().map(own).chain(arcs);
        let arcs: Vec<Arc> = all.map(|(tail, head)| Arc { tail, head, worth: 0 }).collect();
        let lone =
            Node { parent: NONE, via: NONE, flow: 0, depth: 0, potential: 0, first_child: NONE, before: NONE, after: NONE };
        let mut tree = Self { nodes: vec![lone; root + 1], open: (0..arcs.len()).collect(), arcs, next: 0 };
        for (node, supply) in supplies.iter().enumerate() {
            tree.hang(node, root, node, supply.abs());
            tree.nodes[node].depth = 1;
        }
        tree
    }

    /// The root.
    pub fn root(&self) -> usize {
        self.nodes.len() - 1
    }

    /// What one more unit at a node would be worth.
    pub fn potential(&self, node: usize) -> i64 {
        self.nodes[node].potential
    }

    /// The arcs that carry flow, and how much.
    pub fn flows(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.nodes.iter().filter(|node| node.flow > 0).map(|node| (node.via, node.flow))
    }

    /// Goes on from the flow as it is to one that is worth most, each arc's unit worth so much.
    pub fn maximise(&mut self, worths: impl IntoIterator<Item = i64>, mut stop: impl FnMut() -> bool) -> End {
        let mut most = 0_i64;
        for (arc, worth) in self.arcs.iter_mut().zip(worths) {
            arc.worth = worth;
            most = most.max(worth.saturating_abs());
        }
        // A potential is a sum over a path.
        let longest = i64::try_from(self.nodes.len()).unwrap_or(i64::MAX);
        if most.checked_mul(longest).is_none_or(|largest| largest > i64::MAX / 4) {
            return End::Beyond;
        }
        self.price();
        let mut looked_at = 0;
        while let Some((arc, looks)) = self.entering() {
            if !self.enter(arc) {
                return End::Beyond;
            }
            looked_at += looks;
            if looked_at >= PATIENCE {
                looked_at = 0;
                if stop() {
                    return End::Stopped;
                }
            }
        }
        End::Optimal
    }

    /// Closes every arc that no flow of most worth uses: what is left are those flows, all of them and no others.
    pub fn narrow(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        open.retain(|arc| self.gain(*arc) == 0);
        self.open = open;
        self.next = 0;
    }

    /// What a unit around the cycle that the arc closes is worth.
    fn gain(&self, arc: usize) -> i64 {
        let Arc { tail, head, worth } = self.arcs[arc];
        worth + self.nodes[head].potential - self.nodes[tail].potential
    }

    /// The best of the next arcs that gain something, and how many were looked at.
    fn entering(&mut self) -> Option<(usize, usize)> {
        let count = self.open.len();
        let block = count.isqrt().max(BLOCK);
        let (mut best, mut most) = (NONE, 0);
        for looks in 1..=count {
            let arc = self.open[self.next];
            self.next = if self.next + 1 == count { 0 } else { self.next + 1 };
            let gain = self.gain(arc);
            if gain > most {
                (best, most) = (arc, gain);
            }
            if looks % block == 0 && best != NONE {
                return Some((best, looks));
            }
        }
        (best != NONE).then_some((best, count))
    }

    /// Sends what can be sent around the cycle that an arc closes, and takes the arc into the tree; false if nothing bounds that.
    fn enter(&mut self, arc: usize) -> bool {
        let gain = self.gain(arc);
        let Arc { tail, head, .. } = self.arcs[arc];
        let apex = self.apex(tail, head);
        // Of the arcs that block, the last one met on the way round from the apex leaves.
        let (mut cut, mut least, mut in_tail) = (NONE, i64::MAX, true);
        let mut node = tail;
        while node != apex {
            let Node { parent, flow, .. } = self.nodes[node];
            if self.points_up(node) && flow < least {
                (cut, least) = (node, flow);
            }
            node = parent;
        }
        node = head;
        while node != apex {
            let Node { parent, flow, .. } = self.nodes[node];
            if !self.points_up(node) && flow <= least {
                (cut, least, in_tail) = (node, flow, false);
            }
            node = parent;
        }
        if cut == NONE {
            return false;
        }
        if least > 0 {
            self.send(tail, apex, -least);
            self.send(head, apex, least);
        }
        if in_tail {
            self.rehang(cut, tail, head, arc, least);
            self.shift(tail, gain);
        } else {
            self.rehang(cut, head, tail, arc, least);
            self.shift(head, -gain);
        }
        true
    }

    fn points_up(&self, node: usize) -> bool {
        self.arcs[self.nodes[node].via].tail == node
    }

    fn apex(&self, mut one: usize, mut other: usize) -> usize {
        while one != other {
            if self.nodes[one].depth >= self.nodes[other].depth {
                one = self.nodes[one].parent;
            } else {
                other = self.nodes[other].parent;
            }
        }
        one
    }

    /// Sends so much more up the tree.
    fn send(&mut self, mut node: usize, apex: usize, amount: i64) {
        while node != apex {
            self.nodes[node].flow += if self.points_up(node) { amount } else { -amount };
            node = self.nodes[node].parent;
        }
    }

    /// Cuts the branch at a node, and hangs it up by another one that is in it.
    fn rehang(&mut self, cut: usize, inside: usize, outside: usize, arc: usize, flow: i64) {
        let (mut node, mut parent, mut via, mut flow) = (inside, outside, arc, flow);
        loop {
            let old = self.nodes[node];
            self.unhook(node);
            self.hang(node, parent, via, flow);
            if node == cut {
                break;
            }
            (node, parent, via, flow) = (old.parent, node, old.via, old.flow);
        }
    }

    fn unhook(&mut self, node: usize) {
        let Node { parent, before, after, .. } = self.nodes[node];
        if before == NONE {
            self.nodes[parent].first_child = after;
        } else {
            self.nodes[before].after = after;
        }
        if after != NONE {
            self.nodes[after].before = before;
        }
    }

    fn hang(&mut self, node: usize, parent: usize, via: usize, flow: i64) {
        let after = self.nodes[parent].first_child;
        if after != NONE {
            self.nodes[after].before = node;
        }
        self.nodes[parent].first_child = node;
        let hung = &mut self.nodes[node];
        (hung.parent, hung.via, hung.flow, hung.before, hung.after) = (parent, via, flow, NONE, after);
    }

    /// The node after this one on a walk over a branch, parents first.
    fn following(&self, branch: usize, mut node: usize) -> Option<usize> {
        if self.nodes[node].first_child != NONE {
            return Some(self.nodes[node].first_child);
        }
        while node != branch {
            if self.nodes[node].after != NONE {
                return Some(self.nodes[node].after);
            }
            node = self.nodes[node].parent;
        }
        None
    }

    /// Sets depths in a branch anew, and shifts its potentials.
    fn shift(&mut self, branch: usize, by: i64) {
        let mut next = Some(branch);
        while let Some(node) = next {
            let depth = self.nodes[self.nodes[node].parent].depth + 1;
            self.nodes[node].depth = depth;
            self.nodes[node].potential += by;
            next = self.following(branch, node);
        }
    }

    /// Sets all potentials such that no arc of the tree gains anything.
    fn price(&mut self) {
        let root = self.root();
        let mut next = self.following(root, root);
        while let Some(node) = next {
            let Node { parent, via, .. } = self.nodes[node];
            let worth = if self.points_up(node) { self.arcs[via].worth } else { -self.arcs[via].worth };
            self.nodes[node].potential = self.nodes[parent].potential + worth;
            next = self.following(root, node);
        }
    }
}
