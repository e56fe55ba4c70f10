// Every error that the source document names, of every method, from the real server.

import assert from "node:assert/strict";
import { test } from "node:test";

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

import { advance, agent, completed, executing, owner, REVIEW, scene, WORK } from "./scene.js";

const NOBODY = `ctask_${"0".repeat(32)}`;
const COMPLAINT = { reason: "wrong_output", description: "It is about coins." };

/** Checks the class of what a call throws, and its code. */
async function throws(
  call: Promise<unknown>,
  kind: typeof AgentCityError,
  code: string,
): Promise<AgentCityError> {
  const error = await call.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof AgentCityError, `nothing was thrown where ${code} should be`);
  assert.deepEqual([error.constructor, error.code], [kind, code], error.message);
  assert.ok(error.status >= 400 && error.detail);
  return error;
}

/** Checks that a command is for the agent that was hired for a task, and for nobody else. */
async function isForTheAgent(
  taskId: string,
  command: (tasks: TasksResource, taskId: string) => Promise<unknown>,
): Promise<void> {
  await throws(command(agent(), NOBODY), NotFoundError, "not_found");
  await throws(command(agent(scene.helperApiKey), taskId), ForbiddenError, "wrong_role");
  await throws(command(owner(), taskId), ForbiddenError, "agent_key_only");
  await throws(command(agent(scene.strangerApiKey), taskId), NotFoundError, "not_found");
}

/** Checks that a command is for the owner who submitted a task, and for nobody else. */
async function isForTheCaller(
  taskId: string,
  command: (tasks: TasksResource, taskId: string) => Promise<unknown>,
): Promise<void> {
  await throws(command(owner(), NOBODY), NotFoundError, "not_found");
  await throws(command(owner(scene.agentOwnerToken), taskId), ForbiddenError, "wrong_role");
  await throws(command(agent(scene.helperApiKey), taskId), ForbiddenError, "owner_key_only");
  await throws(command(owner(scene.strangerToken), taskId), NotFoundError, "not_found");
}

test("a key that is not in use is an authentication error everywhere", async () => {
  const tasks = new AgentCity({ baseUrl: scene.url, ownerToken: "g0_sk_1", apiKey: "ag_sk_1" }).tasks;
  const calls = [
    () => tasks.submit(REVIEW),
    () => tasks.get(NOBODY),
    () => tasks.list(),
    () => tasks.listSubmitted(),
    () => tasks.markExecuting(NOBODY, "s"),
    () => tasks.complete(NOBODY, WORK),
    () => tasks.fail(NOBODY, { reason: "timeout" }),
    () => tasks.giveFeedback(NOBODY, "up"),
    () => tasks.dispute(NOBODY, COMPLAINT),
    () => tasks.provisionSandbox(NOBODY),
    () => tasks.destroySandbox(NOBODY, "s"),
  ];
  for (const call of calls) await throws(call(), AuthenticationError, "unauthenticated");
});

test("submit: no key, bad input, too few credits", async () => {
  const none = new AgentCity({ baseUrl: scene.url }).tasks;
  await throws(none.submit(REVIEW), AuthenticationError, "unauthenticated");
  const bad = [
    { ...REVIEW, input: { description: "" } },
    { ...REVIEW, input: { description: "Review", repo: "no address" } },
    { ...REVIEW, input: { description: "Review", files: [{ name: "", content: "" }] } },
    { ...REVIEW, taskType: "" },
    { ...REVIEW, agentId: "nobody" },
    { ...REVIEW, parentTaskId: "nothing" },
    { ...REVIEW, maxBudget: 0.5 },
  ];
  const fields = [];
  for (const task of bad) {
    fields.push((await throws(owner().submit(task), ValidationError, "validation_failed")).field);
  }
  const nested = ["input.description", "input.repo", "input.files[0].name"];
  assert.deepEqual(fields, [...nested, "taskType", "agentId", "parentTaskId", "maxBudget"]);
  const poor = owner(scene.strangerToken).submit(REVIEW);
  assert.equal((await throws(poor, PaymentRequiredError, "insufficient_funds")).status, 402);
  await throws(owner().submit({ ...REVIEW, maxBudget: 0 }), ValidationError, "zero_budget");
  await throws(owner().submit({ ...REVIEW, maxBudget: 2499 }), ConflictError, "price_over_budget");
});

test("submit: no such agent, no such parent", async () => {
  const agentId = `ag_${"0".repeat(32)}`;
  await throws(owner().submit({ ...REVIEW, agentId }), NotFoundError, "not_found");
  await throws(owner().submit({ ...REVIEW, parentTaskId: NOBODY }), NotFoundError, "not_found");
  const { id } = await owner().submit(REVIEW);
  assert.equal((await owner().submit({ ...REVIEW, parentTaskId: id })).parentTaskId, id);
});

test("get: no task, and none to those whom it does not concern", async () => {
  const { id } = await executing();
  await throws(owner().get(NOBODY), NotFoundError, "not_found");
  await throws(owner().get("task-id"), NotFoundError, "not_found");
  await throws(owner(scene.strangerToken).get(id), NotFoundError, "not_found");
  await throws(agent(scene.strangerApiKey).get(id), NotFoundError, "not_found");
  for (const party of [owner(), agent()]) assert.equal((await party.get(id)).id, id);
});

test("list: bad filters; listSubmitted: owners", async () => {
  const filters = [{ page: 0 }, { page: 1.5 }, { pageSize: 101 }, { status: "lost" }];
  for (const filter of filters) {
    const error = await throws(owner().list(filter), ValidationError, "validation_failed");
    assert.equal(error.field, Object.keys(filter)[0]);
  }
  await throws(owner().listSubmitted(), ForbiddenError, "agent_key_only");
});

test("provisionSandbox and destroySandbox: no task, not the agent", async () => {
  const { id } = await owner().submit(REVIEW);
  await isForTheAgent(id, (tasks, id) => tasks.provisionSandbox(id));
  const { sandboxId } = await agent().provisionSandbox(id);
  await isForTheAgent(id, (tasks, id) => tasks.destroySandbox(id, sandboxId));
});

test("markExecuting: no task, not the agent, not submitted", async () => {
  const { id } = await owner().submit(REVIEW);
  const { sandboxId } = await agent().provisionSandbox(id);
  await isForTheAgent(id, (tasks, id) => tasks.markExecuting(id, sandboxId));
  await agent().markExecuting(id, sandboxId);
  const error = await throws(agent().markExecuting(id, sandboxId), ConflictError, "wrong_state");
  assert.equal(error.problem.currentStatus, "executing");
});

test("complete: not the agent, not executing", async () => {
  const waiting = await owner().submit(REVIEW);
  await throws(agent().complete(waiting.id, WORK), ConflictError, "wrong_state");
  const { id } = await executing();
  await isForTheAgent(id, (tasks, id) => tasks.complete(id, WORK));
  await agent().complete(id, WORK);
  await throws(agent().complete(id, WORK), ConflictError, "wrong_state");
});

test("fail: not the agent, not active", async () => {
  const { id } = await executing();
  await isForTheAgent(id, (tasks, id) => tasks.fail(id, { reason: "timeout" }));
  const why = agent().fail(id, { reason: "boredom" });
  assert.equal((await throws(why, ValidationError, "validation_failed")).field, "reason");
  await agent().fail(id, { reason: "timeout" });
  await throws(agent().fail(id, { reason: "timeout" }), ConflictError, "wrong_state");
});

test("giveFeedback: no task, not the caller, not completed", async () => {
  const running = await executing();
  await throws(owner().giveFeedback(running.id, "up"), ConflictError, "wrong_state");
  const { id } = await completed();
  await isForTheCaller(id, (tasks, id) => tasks.giveFeedback(id, "down"));
});

test("dispute: no task, not the caller, not completed, not twice", async () => {
  const running = await executing();
  await throws(owner().dispute(running.id, COMPLAINT), ConflictError, "wrong_state");
  const { id } = await completed();
  await isForTheCaller(id, (tasks, id) => tasks.dispute(id, COMPLAINT));
  const why = owner().dispute(id, { ...COMPLAINT, reason: "taste" });
  assert.equal((await throws(why, ValidationError, "validation_failed")).field, "reason");
  await owner().dispute(id, COMPLAINT);
  await throws(owner().dispute(id, COMPLAINT), ConflictError, "wrong_state");
});

test("a key for a command that was another before is refused", async () => {
  const once = owner().once("order-17");
  const first = await once.submit(REVIEW);
  assert.deepEqual(await once.submit(REVIEW), first);
  const other = once.submit({ ...REVIEW, maxBudget: 5001 });
  const error = await throws(other, ValidationError, "idempotency_key_reused");
  assert.equal(error.field, "maxBudget");
});

test("a submission whose answer is lost is made once", async () => {
  const { ownerToken } = scene;
  const lossy = new AgentCity({ baseUrl: scene.lossyUrl, ownerToken }).tasks;
  const { total } = (await owner().list()).pagination;
  const task = await lossy.submit(REVIEW);
  const { data, pagination } = await owner().list({ pageSize: 1 });
  assert.deepEqual([pagination.total, data[0]?.id], [total + 1, task.id]);
});

test("a thumbs-down refunds until ten minutes are over, and not after", async () => {
  const [first, second] = [await completed(), await completed()];
  await advance(599_999);
  assert.deepEqual(await owner().giveFeedback(first.id, "down"), { refunded: true });
  await advance(1);
  assert.deepEqual(await owner().giveFeedback(second.id, "down"), { refunded: false });
});
