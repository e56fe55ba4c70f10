//! Which configurations of a model are compared: those of `spec/tla/` in every run, and those of
//! `spec/tla/deep/` where `EARNEST_MODELS` is `deep`.

use std::collections::BTreeSet;
use std::env::VarError;
use std::ffi::OsStr;
use std::path::Path;
use std::{env, fs};

/// The folder of those for the long comparison.
const DEEP: &str = "deep/";

/// Those to compare now, of all that the test knows; these must be all that there are.
pub(crate) fn chosen(module: &str, known: &[&'static str]) -> Vec<&'static str> {
    let all: BTreeSet<String> = known.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(configurations(module), all, "the files, and what is compared");
    let long = at_length();
    let chosen = known.iter().copied().filter(|it| it.starts_with(DEEP) == long);
    let chosen: Vec<_> = chosen.collect();
    assert!(!chosen.is_empty(), "{module} has no configuration to compare");
    chosen
}

/// Whether this is the long comparison.
pub(crate) fn at_length() -> bool {
    match env::var("EARNEST_MODELS").as_deref() {
        Ok("deep") => true,
        Err(VarError::NotPresent) => false,
        other => panic!("EARNEST_MODELS may be `deep`, and is {other:?}"),
    }
}

/// Every configuration whose name begins with the module's, and with no longer name of a module.
fn configurations(module: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tla");
    let modules = named(&folder, "tla", module);
    let others: Vec<_> = modules.iter().filter(|it| *it != module).collect();
    let own = |it: &String| !others.iter().any(|other| it.starts_with(*other));
    let deep = named(&folder.join(DEEP), "cfg", module);
    let deep = deep.into_iter().filter(own).map(|it| format!("{DEEP}{it}"));
    named(&folder, "cfg", module).into_iter().filter(own).chain(deep).collect()
}

/// The names of files with this ending that begin so.
fn named(folder: &Path, ending: &str, begins: &str) -> Vec<String> {
    let files = fs::read_dir(folder).expect("the folder can be read");
    let paths = files.map(|it| it.expect("a file can be read").path());
    let these = paths.filter(|it| it.extension() == Some(OsStr::new(ending)));
    let names = these.filter_map(|it| Some(it.file_stem()?.to_str()?.to_owned()));
    names.filter(|it| it.starts_with(begins)).collect()
}
