//! Many devices judged side by side: the file that lists them, the folder of results, who judges them, what is seen of it.
//!
//! Beyond one machine a fleet is for the engines that exist: each worker of a job array takes its index, judges the
//! devices of that index, and leaves their runs in the one folder, which is read when all are through.

pub mod file;
pub mod results;
pub mod view;
pub mod work;
