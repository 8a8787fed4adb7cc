//! Files kept beside the tests: records that earlier versions wrote, and texts that were read aloud.

mod records;
mod texts;
