//! Batches between workers: pulled from one source, written in input order by whoever finds the next one ready.

use super::batch::{self, Done, Work, Worker};
use super::report::{Summary, Tally};
use super::trail::Trail;
use super::{Progress, RunConfig};
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use crate::read::{self, Item, Source};
use crate::tabulate::Table;
use crate::tabulate::entity::{Entities, NewIds, Note, Seen};
use crate::write::Buffers;
use crate::write::output::{Outputs, Target};
use foldhash::quality::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// A batch is full at this many bytes or items: large enough that locks do not matter, small enough for many in memory.
const BATCH_BYTES: u64 = 256 << 10;
const BATCH_ITEMS: usize = 1024;

/// What the workers of one run share. Locks are taken in the order of the fields and never two of them for long.
#[derive(Debug)]
pub struct Shared {
    work: Work,
    window: u64,
    stop: Arc<AtomicBool>,
    /// Paths that begin so are our own tables, where OUT lies in an INPUT.
    own: Vec<String>,
    /// None once it has ended.
    source: Mutex<Option<Source>>,
    /// The batch being read: outside the source's lock, because a read may hang for ever.
    open: Mutex<Open>,
    writer: Mutex<Writer>,
    queue: Mutex<Queue>,
    turn: Condvar,
}

#[derive(Debug, Default)]
struct Open {
    items: Vec<Item>,
    bytes: u64,
    /// No further batch may be taken.
    closed: bool,
}

#[derive(Debug, Default)]
struct Queue {
    /// Batches taken from the source, and handed to the writer.
    taken: u64,
    written: u64,
    ready: BTreeMap<u64, Done>,
    at_work: usize,
    closed: bool,
    progress: Progress,
    /// Memory of written batches, for the next ones.
    spare: Vec<(Table, Vec<u8>)>,
    spare_seen: Vec<Seen>,
}

#[derive(Debug)]
struct Writer {
    outputs: Option<Outputs>,
    entities: Entities,
    /// Where names of different documents may be joined: not on a stream, whose rows cannot be changed any more.
    trail: Option<Trail>,
    tally: Tally,
    ids: Known,
    error: Option<Error>,
}

/// Ids so far, as hashes: 64 bits are enough to tell a hundred million documents apart, and a warning is all that hangs on it.
#[derive(Debug, Default)]
struct Known {
    hashes: HashSet<u64, RandomState>,
    repeated: u64,
    example: Option<String>,
}

impl Known {
    fn add(&mut self, id: &str) {
        let hash = self.hashes.hasher().hash_one(id);
        if !self.hashes.insert(hash) {
            self.repeated += 1;
            self.example.get_or_insert_with(|| id.to_string());
        }
    }
}

/// A panic is caught per document, so a poisoned lock holds nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn new(
        source: Source,
        (outputs, trail): (Outputs, Option<Trail>),
        work: Work,
        config: &RunConfig,
        jobs: usize,
        stop: Arc<AtomicBool>,
    ) -> Self {
        Shared {
            own: own_paths(config),
            work,
            window: 2 * jobs as u64 + 2,
            stop,
            source: Mutex::new(Some(source)),
            open: Mutex::default(),
            writer: Mutex::new(Writer {
                outputs: Some(outputs),
                entities: Entities::default(),
                trail,
                tally: Tally::default(),
                ids: Known::default(),
                error: None,
            }),
            queue: Mutex::new(Queue { at_work: jobs, ..Queue::default() }),
            turn: Condvar::new(),
        }
    }

    /// The life of a worker.
    pub fn work(&self) {
        let mut worker = Worker::new(&self.work);
        while self.has_room()
            && let Some((number, items)) = self.pull()
        {
            self.process(&mut worker, number, items);
        }
        lock(&self.queue).at_work -= 1;
        self.turn.notify_all();
    }

    /// Waits until the window lets another batch in; false where the run is over.
    fn has_room(&self) -> bool {
        let mut queue = lock(&self.queue);
        while !queue.closed && queue.taken - queue.written >= self.window {
            queue = self.turn.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        !queue.closed
    }

    /// Reads the next batch; none at the end of the source.
    fn pull(&self) -> Option<(u64, Vec<Item>)> {
        let mut source = lock(&self.source);
        loop {
            let next = match &mut *source {
                Some(source) if !self.stop.load(Ordering::Relaxed) => source.next(),
                _ => None,
            };
            let mut open = lock(&self.open);
            let Some(item) = next else {
                *source = None;
                return self.take(&mut open);
            };
            if open.closed {
                return None;
            }
            if self.is_own(&item) {
                continue;
            }
            open.bytes += match &item {
                Item::Unit(raw) => batch::size(raw),
                _ => 0,
            };
            open.items.push(item);
            if open.bytes >= BATCH_BYTES || open.items.len() >= BATCH_ITEMS {
                return self.take(&mut open);
            }
        }
    }

    fn is_own(&self, item: &Item) -> bool {
        let path = match item {
            Item::Unit(raw) => &*raw.path,
            Item::Skipped { path, .. } | Item::Failed { path, .. } => path.as_str(),
        };
        self.own.iter().any(|own| path.starts_with(own.as_str()))
    }

    fn take(&self, open: &mut Open) -> Option<(u64, Vec<Item>)> {
        if open.closed || open.items.is_empty() {
            return None;
        }
        open.bytes = 0;
        let mut queue = lock(&self.queue);
        queue.taken += 1;
        Some((queue.taken - 1, std::mem::take(&mut open.items)))
    }

    fn process(&self, worker: &mut Worker, number: u64, items: Vec<Item>) {
        let (mut spare, seen) = {
            let mut queue = lock(&self.queue);
            // One buffer a table: a worker that took more would leave the others to make new ones.
            let one = |table: &Table| {
                let i = queue.spare.iter().position(|(t, _)| t == table)?;
                Some(queue.spare.swap_remove(i))
            };
            let spare: Vec<_> = self.work.tables.iter().filter_map(one).collect();
            (spare, queue.spare_seen.pop().unwrap_or_default())
        };
        let done = worker.batch(&self.work, items, &mut spare, seen);
        {
            let mut queue = lock(&self.queue);
            queue.spare.append(&mut spare);
            queue.ready.insert(number, done);
        }
        self.drain();
    }

    /// Writes what is next in order, unless another worker is at it; that one looks again after it has let go.
    fn drain(&self) {
        loop {
            let mut writer = match self.writer.try_lock() {
                Ok(writer) => writer,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => return,
            };
            while let Some(done) = self.next_ready() {
                let done = writer.write(done);
                self.written(done, writer.error.is_some());
            }
            drop(writer);
            let queue = lock(&self.queue);
            if !queue.ready.contains_key(&queue.written) {
                return;
            }
        }
    }

    fn next_ready(&self) -> Option<Done> {
        let mut queue = lock(&self.queue);
        let next = queue.written;
        queue.ready.remove(&next)
    }

    fn written(&self, done: Done, broken: bool) {
        let mut queue = lock(&self.queue);
        queue.written += 1;
        queue.progress.documents += done.tally.documents();
        queue.progress.bytes += done.tally.bytes;
        queue.spare.extend(done.tables);
        queue.spare_seen.push(done.seen);
        queue.closed |= broken;
        self.turn.notify_all();
    }

    /// Waits a while; true when all that was taken is written and nobody will take more.
    pub fn wait(&self, most: Duration) -> bool {
        let queue = lock(&self.queue);
        let over = |q: &Queue| q.written == q.taken && (q.at_work == 0 || q.closed) || q.closed && q.at_work == 0;
        let (queue, _) = self.turn.wait_timeout_while(queue, most, |q| !over(q)).unwrap_or_else(PoisonError::into_inner);
        over(&queue)
    }

    /// Lets no further batch begin, and does the one that was being read.
    pub fn close(&self) {
        let rest = {
            let mut open = lock(&self.open);
            let rest = self.take(&mut open);
            open.closed = true;
            rest
        };
        lock(&self.queue).closed = true;
        self.turn.notify_all();
        if let Some((number, items)) = rest {
            self.process(&mut Worker::new(&self.work), number, items);
        }
    }

    pub fn progress(&self) -> Progress {
        lock(&self.queue).progress
    }

    /// Writes the entities, gives the files their names and the run its report.
    pub fn finish(&self, config: &RunConfig, began: Instant, interrupted: bool) -> Result<Summary> {
        let mut writer = lock(&self.writer);
        let writer = &mut *writer;
        let Some(mut outputs) = writer.outputs.take() else { return Err(Error::usage("the run was finished before")) };
        if let Some(error) = writer.error.take() {
            outputs.discard();
            return Err(error);
        }
        let relabelled = writer.join_names(self.work.extractor.gazetteer()).and_then(|ids| outputs.relabel(&ids, config.format));
        if let Err(error) = relabelled {
            outputs.discard();
            return Err(error);
        }
        let mut buffers = Buffers::new(config.format, &config.tables);
        writer.entities.rows(&self.work.extractor, &mut buffers);
        for (table, bytes) in buffers.take(&mut Vec::new()) {
            outputs.write(table, &bytes)?;
        }
        let tables = outputs.finish()?;
        let mut summary = Summary::new(&writer.tally, writer.entities.len() as u64, tables, began.elapsed(), interrupted);
        (summary.repeated_ids, summary.repeated_id) = (writer.ids.repeated, writer.ids.example.take());
        summary.write(config, &self.work.extractor)?;
        Ok(summary)
    }
}

impl Writer {
    fn write(&mut self, done: Done) -> Done {
        if self.error.is_none() {
            self.error = self.see(&done.seen).err();
            self.tally.add(&done.tally);
            done.ids.iter().for_each(|id| self.ids.add(id));
            if let Some(outputs) = &mut self.outputs {
                let written = done.tables.iter().try_for_each(|(table, bytes)| outputs.write(*table, bytes));
                self.error = self.error.take().or(written.err());
            }
        }
        done
    }

    /// Adds up the entities of a batch.
    fn see(&mut self, seen: &Seen) -> Result<()> {
        let mut noted = Ok(());
        let trail = &mut self.trail;
        self.entities.add(seen, |note| {
            if let (Some(trail), Ok(())) = (trail.as_mut(), &noted) {
                noted = trail.note(note);
            }
        });
        noted
    }

    /// Joins the names of different documents that are one; the ids that this changes.
    fn join_names(&mut self, gazetteer: &Gazetteer) -> Result<NewIds> {
        let trail = self.trail.take();
        self.entities.merge(gazetteer, trail.map(|trail| |read: &mut dyn FnMut(Note)| trail.replay(read)))
    }
}

/// What paths under OUT begin with, as the reader gives them.
fn own_paths(config: &RunConfig) -> Vec<String> {
    let Target::Folder(folder) = &config.target else { return Vec::new() };
    let Ok(folder) = folder.canonicalize() else { return Vec::new() };
    let inside = |input: &PathBuf| {
        let below = folder.strip_prefix(input.canonicalize().ok()?).ok()?.to_path_buf();
        // OUT and INPUT may be one folder: then only what looks like our tables is ours, which the reader cannot know.
        (below != Path::new("")).then(|| format!("{}/", read::path_text(&input.join(below))))
    };
    config.inputs.iter().filter_map(inside).collect()
}
