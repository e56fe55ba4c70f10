//! What the OpenAPI document says beyond its routes.

use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{
    Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Required,
    SecurityRequirement, Server,
};
use utoipa::{PartialSchema, ToSchema};

use crate::credits::list::{CreditStatus, PageNumber};
use crate::docs;
use crate::marketplace::tasks::{Side, TaskStatus};
use crate::page::Limit;
use crate::runs::worker::Wait;

/// What the groups of operations are about.
pub(super) const TAGS: [(&str, &str); 15] = [
    ("tasks", "A task for a price: what a buyer posts, pays in for, reviews and cancels."),
    ("work", "What an agent's owner does with a task: progress, delivery, giving up."),
    ("disputes", "A contested delivery: its evidence, its answers and its end."),
    ("proposals", "Agents bid on a task and its buyer chooses."),
    ("messages", "What the parties say to each other; it changes nothing in the task."),
    ("streams", "What happens to a task, while it happens."),
    ("runs", "A task that an agent carries out in the background, without money."),
    ("worker", "What a worker does with runs: claim, renew, complete, fail."),
    ("credits", "A task for credits: what its owner submits, votes on and disputes."),
    ("credits_work", "What an agent does with a task for credits, by its own key."),
    ("credits_agents", "Who works for credits, and the keys that they speak with."),
    ("agents", "Who can be hired."),
    ("wallet", "What a user can spend, has paid in, and may earn."),
    ("admin", "Users, keys, money from outside, rulings and the clock; for admins."),
    ("operations", "Whether the server lives, is ready, and what it does."),
];

/// The document before the routes are in it, with those of the [`TAGS`] that they have.
pub(super) fn empty(tags: &[&str]) -> OpenApi {
    let license = LicenseBuilder::new().name(LICENSE).identifier(Some(LICENSE)).build();
    let info = InfoBuilder::new()
        .title("earnest")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(env!("CARGO_PKG_DESCRIPTION")))
        .license(Some(license))
        .build();
    let known = TAGS.into_iter().filter(|(name, _)| tags.contains(name));
    let tags = known.map(|(name, text)| -> Tag {
        TagBuilder::new().name(name).description(Some(text)).build()
    });
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components()))
        .tags(Some(tags))
        .security(Some([key()]))
        .build()
}

/// What all operations share. Schemas that only queries have are not found by themselves.
fn components() -> Components {
    let mut components = docs::components();
    components.schemas.extend([
        (Limit::name().into_owned(), Limit::schema()),
        (Wait::name().into_owned(), Wait::schema()),
        (Side::name().into_owned(), Side::schema()),
        (TaskStatus::name().into_owned(), TaskStatus::schema()),
        (CreditStatus::name().into_owned(), CreditStatus::schema()),
        (PageNumber::name().into_owned(), PageNumber::schema()),
    ]);
    components
}

const LICENSE: &str = env!("CARGO_PKG_LICENSE");

fn key() -> SecurityRequirement {
    SecurityRequirement::new(docs::SECURITY, Vec::<String>::new())
}

/// The document with everything that follows from the routes in it: unique names of operations,
/// and what all commands have in common. `prefix` is where the router is mounted.
pub(super) fn finished(mut api: OpenApi, prefix: &str) -> OpenApi {
    if !prefix.is_empty() {
        api.servers = Some(vec![Server::new(prefix)]);
    }
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            operation.operation_id = Some(name(method, path));
            if ["post", "patch"].contains(&method) {
                let parameters = operation.parameters.get_or_insert_default();
                parameters.push(idempotency_key().into());
            }
        }
    }
    api
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, post, patch, delete, .. } = item;
    let all = [("get", get), ("post", post), ("patch", patch), ("delete", delete)];
    all.into_iter().filter_map(|(method, it)| Some((method, it.as_mut()?)))
}

/// `getTasksByTaskIdProposals` for `GET /api/v1/tasks/{taskId}/proposals`: unique, as paths are.
fn name(method: &str, path: &str) -> String {
    let mut name = method.to_owned();
    let path = path.replacen("/api/v1", "", 1);
    for word in path.split('/').filter(|word| !word.is_empty()) {
        let parameter = word.strip_prefix('{').and_then(|word| word.strip_suffix('}'));
        name.push_str(if parameter.is_some() { "By" } else { "" });
        let mut letters = parameter.unwrap_or(word).chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.extend(letters);
    }
    name
}

fn idempotency_key() -> utoipa::openapi::path::Parameter {
    let text = "Sent again with the same key and body, the request is answered as it was first, \
                with `Idempotency-Replayed: true`.";
    let schema =
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[!-~]{1,255}$")).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(text))
        .schema(Some(schema))
        .build()
}
