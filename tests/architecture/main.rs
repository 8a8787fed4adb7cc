//! The house keeps its plan: imports go one way, rooms stay small, and nothing panics on purpose.
//!
//! Read from the sources as text; comments, documentation and test code do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each folder of the engine may use of the others. Folders that are not named stand on top and may use anything.
const MAY_USE: [(&str, &[&str]); 7] = [
    ("problem", &[]),
    ("tables", &["problem"]),
    ("eligibility", &["problem"]),
    ("formulation", &["problem", "eligibility"]),
    // The independent checker and the result: the problem only, or it would check nothing.
    ("allocation", &["problem"]),
    // A proof verifies an outcome: the formulation written anew, the checker, the result's plain data.
    ("proof", &["problem", "formulation", "allocation"]),
    ("solver", &["problem", "formulation", "allocation", "proof"]),
];

/// The files that may name the solver: the one that lowers to it, and the flag that stops it.
const NAME_THE_SOLVER: [&str; 2] = ["solver/highs.rs", "solver/mod.rs"];

/// A file of Rust, without comments and test code.
struct Source {
    /// Path below the crate's `src`, with `/`.
    path: String,
    /// Module path: `solver/highs.rs` is `solver`, `highs`.
    modules: Vec<String>,
    /// Lines of code with their numbers.
    lines: Vec<(usize, String)>,
}

fn root() -> PathBuf {
    // In the workspace, the tests' package is the root; the folder is found from anywhere below it.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("crates/husrom/src").is_dir()).unwrap_or(here).to_path_buf()
}

/// All files below a folder whose name ends so.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn crates() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let mut crates: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path().join("src")).filter(|src| src.is_dir()).collect();
    crates.sort();
    crates
}

/// Names of the modules that a file declares as test code: `#[cfg(test)] mod name;`.
fn test_modules(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut in_test = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'))
            && in_test
        {
            found.insert(name.to_owned());
        }
        in_test = line == "#[cfg(test)]" || (in_test && line.starts_with("#["));
    }
    found
}

/// The code of a file: comments cut off, and everything from an inline `#[cfg(test)] mod … {` on.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut in_test = false;
    for (number, line) in text.lines().enumerate() {
        let bare = line.trim();
        if in_test && bare.starts_with("mod ") && bare.ends_with('{') {
            break;
        }
        in_test = bare == "#[cfg(test)]" || (in_test && bare.starts_with("#["));
        let code = line.find("//").map_or(line, |comment| &line[..comment]);
        lines.push((number + 1, code.to_owned()));
    }
    lines
}

/// The files of a crate that are not test code.
fn sources(src: &Path) -> Vec<Source> {
    let texts: BTreeMap<PathBuf, String> =
        files(src, ".rs").into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    let mut tests: Vec<PathBuf> = Vec::new();
    for (path, text) in &texts {
        let is_folder = path.ends_with("mod.rs") || path.ends_with("lib.rs");
        let inside = if is_folder { path.parent().unwrap().to_path_buf() } else { path.with_extension("") };
        tests.extend(test_modules(text).iter().flat_map(|name| [inside.join(name), inside.join(format!("{name}.rs"))]));
    }
    let counts = |path: &Path| !tests.iter().any(|test| path.starts_with(test));
    texts
        .iter()
        .filter(|(path, _)| counts(path))
        .map(|(path, text)| {
            let path = path.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/");
            let modules = path.trim_end_matches(".rs").trim_end_matches("/mod").split('/').filter(|it| *it != "lib");
            Source { modules: modules.map(ToOwned::to_owned).collect(), lines: code(text), path }
        })
        .collect()
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The first names after a prefix: of `a::b` it is a; of `{a::b, c}` they are a and c.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| text.trim_start().chars().take_while(|letter| is_name(*letter)).collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut names = vec![name(group)];
    let mut depth = 0;
    for (position, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[position + 1..])),
            _ => {}
        }
    }
    names
}

/// What a file names of the crate's own top level: after `crate::`, or after as many `super::` as lead there.
fn uses(source: &Source) -> Vec<(usize, String)> {
    let text: String = source.lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    let line_at = |position: usize| source.lines[text[..position].matches('\n').count()].0;
    let mut found = Vec::new();
    for (position, _) in text.match_indices("crate::") {
        let whole = !text[..position].ends_with(is_name);
        if whole {
            found.extend(first_names(&text[position + 7..]).into_iter().map(|name| (line_at(position), name)));
        }
    }
    let up = "super::".repeat(source.modules.len());
    if !up.is_empty() {
        for (position, _) in text.match_indices(&up) {
            let first = !text[..position].ends_with("super::") && !text[..position].ends_with(is_name);
            if first {
                found.extend(first_names(&text[position + up.len()..]).into_iter().map(|name| (line_at(position), name)));
            }
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

#[test]
fn imports_go_one_way() {
    let src = root().join("crates/husrom/src");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for source in sources(&src) {
        let Some((folder, allowed)) = MAY_USE.iter().find(|(folder, _)| source.modules.first().is_some_and(|it| it == folder))
        else {
            continue;
        };
        seen.insert(*folder);
        for (line, name) in uses(&source) {
            let is_module = src.join(&name).is_dir() || src.join(format!("{name}.rs")).is_file();
            if is_module && name != *folder && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}:{line} uses `{name}`; `{folder}` may use only {allowed:?}", source.path));
            }
        }
    }
    assert_eq!(seen.len(), MAY_USE.len(), "a folder of the plan is missing: {seen:?}");
    assert!(wrong.is_empty(), "imports go one way (docs: ARCHITECTURE, Imports):\n{}", wrong.join("\n"));
}

#[test]
fn one_file_lowers_to_the_solver_and_one_flag_stops_it() {
    let mut named = BTreeSet::new();
    for source in sources(&root().join("crates/husrom/src")) {
        if source.lines.iter().any(|(_, line)| line.contains("husrom_highs") || line.contains("highs_sys")) {
            named.insert(source.path);
        }
    }
    let allowed: BTreeSet<String> = NAME_THE_SOLVER.iter().map(ToString::to_string).collect();
    assert_eq!(named, allowed, "only these files name the solver's crate");
}

#[test]
fn a_record_is_verified_without_a_solver() {
    let verifies = |path: &str| {
        let rooms = ["allocation/", "eligibility/", "formulation/", "problem/", "proof/", "tables/"];
        let files = ["record/verify.rs", "record/faults.rs", "record/canonical.rs", "record/read.rs", "record/reasons.rs"];
        rooms.iter().any(|room| path.starts_with(room)) || files.contains(&path)
    };
    let sources: Vec<Source> = sources(&root().join("crates/husrom/src")).into_iter().filter(|it| verifies(&it.path)).collect();
    assert!(sources.iter().filter(|source| source.path.starts_with("record/")).count() == 5, "a file of the plan is missing");
    let asks = |line: &str| ["solver::", "allocate(", "Search", "good_lp"].iter().any(|name| line.contains(name));
    for source in sources {
        let asking = source.lines.iter().filter(|(_, line)| asks(line));
        let asking: Vec<String> = asking.map(|(line, code)| format!("{}:{line}: {}", source.path, code.trim())).collect();
        assert!(asking.is_empty(), "verifying asks a solver: {asking:#?}");
    }
}

#[test]
fn the_only_unsafe_code_is_in_the_crate_that_calls_the_solver() {
    let mut wrong = Vec::new();
    for src in crates().into_iter().filter(|src| !src.ends_with("husrom-highs/src")) {
        for source in sources(&src) {
            let words = |line: &str| line.split(|letter| !is_name(letter)).any(|word| word == "unsafe");
            let lines = source.lines.iter().filter(|(_, line)| words(line));
            wrong.extend(lines.map(|(line, _)| format!("{}:{line}", source.path)));
        }
    }
    assert!(wrong.is_empty(), "unsafe code outside husrom-highs: {wrong:?}");
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let package = root().join("python/husrom");
    let rust = crates().into_iter().flat_map(|src| sources(&src).into_iter().map(move |source| src.join(source.path)));
    let python = files(&package, ".py").into_iter().chain(files(&package, ".pyi"));
    let long: Vec<String> = rust
        .chain(python)
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, path)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "500 lines are a sign to split:\n{}", long.join("\n"));
}

#[test]
fn nothing_is_called_utils_helpers_manager_or_common() {
    let folders = crates().into_iter().chain([root().join("python/husrom")]);
    let mut wrong = Vec::new();
    for folder in folders {
        for path in files(&folder, "") {
            let below = path.strip_prefix(&folder).unwrap();
            let vague = |part: &str| ["utils", "util", "helpers", "helper", "manager", "common"].contains(&part);
            if below.components().any(|part| vague(part.as_os_str().to_string_lossy().split('.').next().unwrap_or(""))) {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "names that say nothing: {wrong:?}");
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    let mut wrong = Vec::new();
    for src in crates() {
        for source in sources(&src) {
            for (line, code) in &source.lines {
                if [".unwrap(", ".expect(", "panic!(", "unreachable!(", "todo!("].iter().any(|call| code.contains(call)) {
                    wrong.push(format!("{}/{}:{line}: {}", src.display(), source.path, code.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "no panic on any input, so nothing is unwrapped outside tests:\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_groups_and_parents_and_no_comments() {
    let text = "//! [`crate::tables`]\nuse crate::{problem::Unit, solver::{a, b}, proof};\nuse super::super::round::allocate;\n";
    let source = Source { path: String::new(), modules: vec!["allocation".into(), "check".into()], lines: code(text) };
    let names: Vec<String> = uses(&source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["problem", "solver", "proof", "round"]);
}
