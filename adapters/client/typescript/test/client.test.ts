// What the client does by itself, before a server that answers as it is told.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";

import {
  AgentCity,
  AgentCityError,
  AuthenticationError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PaymentRequiredError,
  type TasksResource,
  ValidationError,
} from "earnest-city";

import { wait } from "../src/retry.js";
import { Listener, type Reply } from "./listener.js";

const TASK = { taskType: "sorting", maxBudget: 500, input: { description: "Sort the stamps." } };
const RETRY = { times: 2, firstMs: 1, mostMs: 50 };

let listener: Listener;
let tasks: TasksResource;

before(async () => {
  listener = await Listener.open();
  tasks = city({ ownerToken: "g0_sk_1", apiKey: "ag_sk_1" });
});
beforeEach(() => listener.next());
after(() => listener.close());

function city(keys: { ownerToken?: string; apiKey?: string }, timeoutMs = 30_000): TasksResource {
  return new AgentCity({ baseUrl: `${listener.url}/`, ...keys, retry: RETRY, timeoutMs }).tasks;
}

/** What a call throws. */
async function thrown(call: Promise<unknown>): Promise<AgentCityError> {
  const error = await call.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof AgentCityError, String(error));
  return error;
}

/** Every method with its request, and whose key it needs. */
const METHODS: [string, string, "either" | "owner" | "agent", (it: TasksResource) => unknown][] = [
  ["POST", "/tasks", "either", (it) => it.submit(TASK)],
  ["GET", "/tasks/t-1", "either", (it) => it.get("t-1")],
  ["GET", "/tasks", "either", (it) => it.list()],
  ["GET", "/tasks/submitted?limit=100", "agent", (it) => it.listSubmitted()],
  ["POST", "/tasks/t-1/executing", "agent", (it) => it.markExecuting("t-1", "s-1")],
  ["POST", "/tasks/t-1/complete", "agent", (it) => it.complete("t-1", RESULT)],
  ["POST", "/tasks/t-1/fail", "agent", (it) => it.fail("t-1", { reason: "timeout" })],
  ["POST", "/tasks/t-1/feedback", "owner", (it) => it.giveFeedback("t-1", "up")],
  ["POST", "/tasks/t-1/dispute", "owner", (it) => it.dispute("t-1", COMPLAINT)],
  ["POST", "/tasks/t-1/sandbox", "agent", (it) => it.provisionSandbox("t-1")],
  ["DELETE", "/tasks/t-1/sandbox/s-1", "agent", (it) => it.destroySandbox("t-1", "s-1")],
];
const RESULT = { output: { sorted: true }, executionTimeMs: 5 };
const COMPLAINT = { reason: "wrong_output", description: "These are coins." };

test("every method sends its request with the key that it needs", async () => {
  const [owner, agent] = [city({ ownerToken: "g0_sk_1" }), city({ apiKey: "ag_sk_1" })];
  for (const [method, path, as, call] of METHODS) {
    listener.next();
    await Promise.all([call(tasks)]);
    await Promise.all([call(owner)]);
    await Promise.all([call(agent)]);
    const keys = listener.asked.map((it) => it.headers.authorization);
    const best = as === "agent" ? "ag_sk_1" : "g0_sk_1";
    assert.deepEqual(keys, [best, "g0_sk_1", "ag_sk_1"].map((key) => `Bearer ${key}`), path);
    const asked = listener.asked.map((it) => `${it.method} ${it.path}`);
    assert.deepEqual(asked, Array(3).fill(`${method} /credits/api/v1${path}`));
  }
});

test("the parameters stand in the request as they were given", async () => {
  await tasks.submit(TASK);
  await tasks.list({ page: 2, pageSize: 5, status: "a&b" });
  await tasks.list({ status: undefined });
  await tasks.markExecuting("t-1", "s-1");
  await tasks.giveFeedback("t-1", "down");
  await tasks.provisionSandbox("t-1");
  const [submit, list, all, start, vote, sandbox] = listener.asked;
  assert.deepEqual(JSON.parse(submit!.body), TASK);
  assert.equal(submit!.headers["content-type"], "application/json");
  assert.equal(list!.path, "/credits/api/v1/tasks?page=2&pageSize=5&status=a%26b");
  assert.equal(all!.path, "/credits/api/v1/tasks");
  assert.deepEqual(JSON.parse(start!.body), { sandboxId: "s-1" });
  assert.deepEqual(JSON.parse(vote!.body), { feedback: "down" });
  assert.equal(sandbox!.body, "");
});

test("results have the documented fields and nothing of the envelope", async () => {
  const page = { data: [], pagination: { page: 1, pageSize: 20, total: 0, totalPages: 0 } };
  listener.next({ status: 200, body: { success: true, ...page } });
  assert.deepEqual(await tasks.list(), page);
  listener.next({ status: 200, body: { success: true, data: [{ id: "ctask_1" }] } });
  assert.deepEqual(await tasks.listSubmitted(), [{ id: "ctask_1" }]);
  listener.next({ status: 200, body: { success: true, refunded: true } });
  assert.deepEqual(await tasks.giveFeedback("t-1", "down"), { refunded: true });
});

test("a stream's address and headers are made without a request", () => {
  const url = `${listener.url}/credits/api/v1/tasks/t-1/stream`;
  const key = (key: string) => ({ Authorization: `Bearer ${key}` });
  assert.deepEqual(tasks.streamUrl("t-1"), { url, headers: key("g0_sk_1") });
  assert.deepEqual(city({ apiKey: "ag_sk_1" }).streamUrl("t-1"), { url, headers: key("ag_sk_1") });
  assert.deepEqual(city({}).streamUrl("t-1"), { url, headers: {} });
  assert.equal(listener.asked.length, 0);
});

test("without a key nothing is submitted, and the rest is the server's to refuse", async () => {
  for (const none of [city({}), city({ ownerToken: "", apiKey: "" })]) {
    await assert.rejects(none.submit(TASK), AuthenticationError);
    assert.equal(listener.asked.length, 0);
  }
  listener.next({ status: 401, body: { code: "unauthenticated", detail: "send a key" } });
  await assert.rejects(city({}).get("t-1"), AuthenticationError);
  assert.equal(listener.asked[0]!.headers.authorization, undefined);
});

test("a budget is a whole number of cents", async () => {
  for (const maxBudget of [0.5, 50.01, -1, NaN, Infinity, 2 ** 53]) {
    const refused = { name: "ValidationError", field: "maxBudget", status: 400 };
    await assert.rejects(tasks.submit({ ...TASK, maxBudget }), refused);
  }
  assert.equal(listener.asked.length, 0);
  await tasks.submit({ ...TASK, maxBudget: 2 ** 53 - 1 });
  assert.match(listener.asked[0]!.body, /"maxBudget":9007199254740991,/);
});

test("what JSON cannot say is refused before anything is sent", async () => {
  const result = { output: { count: 5n }, executionTimeMs: 5 };
  await assert.rejects(tasks.complete("t-1", result), { name: "ValidationError", field: "body" });
  assert.equal(listener.asked.length, 0);
});

test("what is no id leads nowhere", async () => {
  for (const id of ["", ".", "..", "a/b", "a?b", "a#b", "%2e", "submitted", "ä", "a\n"]) {
    await assert.rejects(tasks.get(id), NotFoundError, id);
    await assert.rejects(tasks.destroySandbox("t-1", id), NotFoundError, id);
    assert.throws(() => tasks.streamUrl(id), NotFoundError, id);
  }
  assert.equal(listener.asked.length, 0);
});

test("an address and keys that cannot be used are refused at once", () => {
  for (const baseUrl of ["", "localhost:8080", "ftp://a", "http://a/?b", "http://a/#b", "http://u:p@a"]) {
    assert.throws(() => new AgentCity({ baseUrl }), { name: "ValidationError", field: "baseUrl" });
  }
  const at = (baseUrl: string) => new AgentCity({ baseUrl }).tasks.streamUrl("t").url;
  assert.equal(at("http://a:1/market/"), "http://a:1/market/credits/api/v1/tasks/t/stream");
  assert.equal(at("https://a?"), "https://a/credits/api/v1/tasks/t/stream");
  const refused = (field: string) => ({ name: "ValidationError", field });
  const baseUrl = "http://a";
  assert.throws(() => new AgentCity({ baseUrl, ownerToken: "g0\n" }), refused("ownerToken"));
  assert.throws(() => new AgentCity({ baseUrl, apiKey: "ag ä" }), refused("apiKey"));
  assert.throws(() => tasks.once(""), refused("idempotencyKey"));
});

test("a status is a class of error that says what the server said", async () => {
  const classes: [number, typeof AgentCityError][] = [
    [400, ValidationError],
    [401, AuthenticationError],
    [402, PaymentRequiredError],
    [403, ForbiddenError],
    [404, NotFoundError],
    [405, AgentCityError],
    [409, ConflictError],
    [413, ValidationError],
    [422, ValidationError],
    [500, AgentCityError],
  ];
  for (const [status, kind] of classes) {
    const body = { title: "t", detail: "d", code: "c", field: "input", allowed: ["vote"] };
    listener.next({ status, body });
    const error = await thrown(tasks.submit(TASK));
    assert.equal(error.constructor, kind);
    const { code, detail, field, message } = error;
    assert.deepEqual([error.status, code, detail, field], [status, "c", "d", "input"]);
    assert.deepEqual([error.name, message], [kind.name, "input: d"]);
    assert.deepEqual(error.problem.allowed, ["vote"]);
    assert.equal(listener.asked.length, 1, "it is not asked again");
  }
});

test("what is not the server's is told apart", async () => {
  const page: Reply = { status: 404, body: "<html>" };
  for (const reply of [page, { status: 404, body: { code: 5, detail: {} } }]) {
    listener.next(reply);
    const proxy = { name: "NotFoundError", status: 404, code: "", detail: "Not Found" };
    await assert.rejects(tasks.get("t-1"), proxy);
  }
  for (const body of ["<html>", "[]", "null"]) {
    listener.next({ status: 200, body });
    await assert.rejects(tasks.get("t-1"), { name: "AgentCityError", code: "unreadable" });
  }
});

test("a key does not follow a redirection", async () => {
  listener.next({ status: 307, headers: { location: `${listener.url}/elsewhere` } });
  await assert.rejects(tasks.submit(TASK), { name: "AgentCityError", status: 307 });
  assert.equal(listener.asked.length, 1);
});

test("a command that is sent again carries the same key and body, the next one another key", async () => {
  const busy = { status: 503, headers: { "retry-after": "0" } };
  for (const passing of [["lost", "lost"], [busy, { status: 429 }]] satisfies Reply[][]) {
    listener.next(...passing);
    assert.deepEqual(await tasks.submit(TASK), { id: "ctask_1" });
    await tasks.submit(TASK);
    const keys = listener.asked.map((it) => it.headers["idempotency-key"]);
    assert.equal(keys.length, 4);
    assert.match(String(keys[0]), /^[!-~]{20,255}$/);
    assert.ok(keys[0] === keys[1] && keys[0] === keys[2] && keys[0] !== keys[3], `${keys}`);
    assert.equal(new Set(listener.asked.map((it) => it.body)).size, 1);
  }
});

test("every command has an idempotency key, the caller's own if there is one", async () => {
  for (const [method, , , call] of METHODS) {
    listener.next();
    await Promise.all([call(tasks), call(tasks.once("order-17"))]);
    const keys = listener.asked.map((it) => it.headers["idempotency-key"]);
    if (method === "POST") assert.ok(keys.includes("order-17") && keys.every(Boolean));
    else assert.deepEqual(keys, [undefined, undefined]);
  }
});

test("a question is asked again, and a removal is not", async () => {
  listener.next("lost", { status: 502 });
  assert.deepEqual(await tasks.get("t-1"), { id: "ctask_1" });
  for (const reply of ["lost", { status: 503 }] satisfies Reply[]) {
    listener.next(reply);
    await assert.rejects(tasks.destroySandbox("t-1", "s-1"), AgentCityError);
    assert.equal(listener.asked.length, 1);
  }
});

test("nobody waits longer than he said", async () => {
  listener.next({ status: 503, headers: { "retry-after": "3600" }, body: {} });
  await assert.rejects(tasks.get("t-1"), { status: 503, code: "" });
  assert.equal(listener.asked.length, 1);
  listener.next("lost", "lost", "lost", "lost");
  await assert.rejects(tasks.get("t-1"), { name: "AgentCityError", status: 0, code: "unreachable" });
  assert.equal(listener.asked.length, 3);
  listener.next("silent", "silent", "silent");
  await assert.rejects(city({}, 50).get("t-1"), { status: 0, code: "unreachable" });
  assert.equal(listener.asked.length, 3);
});

test("waits double up to the longest and end; what the server asks for is waited for", () => {
  const retry = { times: 4, firstMs: 100, mostMs: 300 };
  const waits = (chance: number) => [0, 1, 2, 3, 4].map((it) => wait(retry, it, undefined, chance));
  assert.deepEqual(waits(1), [100, 200, 300, 300, undefined]);
  assert.deepEqual(waits(0), [50, 100, 150, 150, undefined]);
  assert.deepEqual([10, 250, 301].map((it) => wait(retry, 0, it, 0)), [50, 250, undefined]);
});

test("keys are not shown", () => {
  assert.doesNotMatch(inspect(tasks, { depth: 9, showHidden: true }), /_sk_/);
});
