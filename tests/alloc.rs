//! The hot path does not allocate per token: once the vectors have grown, only what a mention needs is allocated.
#![allow(unsafe_code)] // An allocator that counts is an unsafe trait; it only passes on to the system's.

use factbox::gazetteer::user::{Source, UserList};
use factbox::segment::{opening, sentence, token};
use factbox::{Config, Document, Extraction, Extractor, Scratch};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(mut of: impl FnMut()) -> u64 {
    let before = COUNT.load(Ordering::Relaxed);
    of();
    COUNT.load(Ordering::Relaxed) - before
}

/// All articles of the repository as one text.
fn articles() -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    files.iter().map(|f| std::fs::read_to_string(f).unwrap() + "\n\n").collect()
}

/// One test, so that no other thread allocates meanwhile.
#[test]
fn nothing_is_allocated_per_token() {
    let text = articles();
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    let mut segment = || {
        token::tokens(&text, &mut tokens);
        sentence::sentences(&text, &tokens, &mut sentences);
        std::hint::black_box(opening::opening(&text, &tokens, &sentences));
    };
    segment();
    assert_eq!(allocations(segment), 0, "segmentation allocates");

    let extractor = Extractor::new(Config::default());
    let document = Document { text, ..Document::default() };
    let (mut scratch, mut found) = (Scratch::default(), Extraction::default());
    let mut extract = || extractor.extract(&document, &mut scratch, &mut found);
    extract();
    extract();
    let n = allocations(&mut extract);
    let (mentions, tokens) = (found.facts.mentions.len() as u64, found.segments.tokens.len() as u64);
    assert!(tokens > 1_000);
    assert!(n <= mentions, "{n} allocations for {mentions} mentions and {tokens} tokens");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("l.txt");
    std::fs::write(&file, "Georgia\nTuuli Rantanen\nthe ministry\nsubst*\n").unwrap();
    let list = UserList::load(&Source::file(&file), None, &mut |_| ()).unwrap();
    let extractor = Extractor::with_lists(Config::default(), vec![list]);
    let mut extract = || extractor.extract(&document, &mut scratch, &mut found);
    extract();
    extract();
    let n = allocations(&mut extract);
    let listed = found.facts.mentions.iter().filter(|m| m.rule == "gaz.list").count();
    let mentions = found.facts.mentions.len() as u64;
    assert!(listed > 3 && n <= mentions, "{n} allocations for {mentions} mentions, {listed} of them listed");
}
