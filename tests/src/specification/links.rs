//! The links between the pages.

use super::Library;

/// The links of the pages below a folder that lead nowhere, as `page: link`. Links out into the
/// world are not followed.
#[must_use]
pub fn dead_links(library: &Library, folder: &str) -> Vec<String> {
    let pages = library.below(folder).filter(|(path, _)| path.ends_with(".md"));
    let links = pages.flat_map(|(page, text)| links(text).map(move |link| (page, link)));
    let inside = links.filter(|(_, link)| !link.contains("://"));
    let dead = inside.filter(|(page, link)| !leads(library, page, link));
    dead.map(|(page, link)| format!("{page}: {link}")).collect()
}

fn leads(library: &Library, page: &str, link: &str) -> bool {
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() { page.to_owned() } else { resolve(page, file) };
    match library.text(&target) {
        Some(text) => anchor.is_empty() || headings(text).any(|heading| heading == anchor),
        // A folder has no text of its own.
        None => anchor.is_empty() && library.below(&format!("{target}/")).next().is_some(),
    }
}

/// The path of a file that a page names from where it stands.
fn resolve(page: &str, file: &str) -> String {
    let mut parts: Vec<_> = page.split('/').collect();
    parts.pop();
    for part in file.trim_end_matches('/').split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// What follows `](` up to the next `)`, outside of code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.lines().filter(|line| !line.starts_with("    "));
    let plain = prose.flat_map(|line| line.split('`').step_by(2));
    // A link's words may be code, so that the line is cut before its target.
    plain.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0))
}

/// The anchors of a page's headings, as the usual viewers make them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
        kept.map(|it| if it == ' ' { '-' } else { it }).collect()
    })
}
