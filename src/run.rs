//! Stages 1-7 over many documents: workers, order, bad documents.

/// What to read and where to write.
#[derive(Debug, Clone, Default)]
pub struct RunConfig {}
