// The source document's snippets against the real server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AgentCity, type Dispute, type Pagination, type Task } from "earnest-city";

import { agent, completed, executing, owner, REVIEW, scene } from "./scene.js";
import { complaints, example, Printed, SNIPPETS } from "./snippets.js";

const { url: baseUrl, ownerToken, apiKey, agentId } = scene;
const buyer = new AgentCity({ baseUrl, ownerToken });
const worker = new AgentCity({ baseUrl, apiKey });

const OUTPUT = {
  findings: "Found 3 security issues",
  recommendations: ["Use parameterized queries", "Add rate limiting", "Rotate API keys"],
};

// What the compiler lets pass only with every field of a type, and no other.
const TASK: Record<keyof Task, true> = {
  id: true,
  taskType: true,
  status: true,
  input: true,
  output: true,
  qualityScore: true,
  maxBudget: true,
  price: true,
  creditsCharged: true,
  executionTimeMs: true,
  feedback: true,
  agentId: true,
  ownerId: true,
  submittedBy: true,
  parentTaskId: true,
  sandboxId: true,
  failureReason: true,
  errorMessage: true,
  dispute: true,
  refundBy: true,
  disputeBy: true,
  deadline: true,
  createdAt: true,
  updatedAt: true,
  completedAt: true,
  version: true,
};

const DISPUTE: Record<keyof Dispute, true> = {
  id: true,
  taskId: true,
  status: true,
  reason: true,
  description: true,
  filedAt: true,
  closesAt: true,
  resolution: true,
  refundPercentage: true,
  notes: true,
};

const PAGINATION: Record<keyof Pagination, true> = {
  page: true,
  pageSize: true,
  total: true,
  totalPages: true,
};

test("every snippet passes the compiler as it is printed, and so does the first page's", () => {
  assert.equal(SNIPPETS.size, 13);
  const wrong = new Map([...SNIPPETS, ["first", example()], ["wrong", "city.tasks.get(5)"]]);
  const why = "Argument of type 'number' is not assignable to parameter of type 'string'.";
  assert.deepEqual(complaints(wrong), { wrong: why });
});

test("a task is submitted, worked on, streamed, read, listed and refunded", async () => {
  const submitted = await Printed.run("submit", buyer);
  const [[id], [status]] = submitted.lines as [[string], [string]];
  assert.match(id, /^\w+$/);
  assert.equal(status, "submitted");
  const task = { "task-id": id };

  const waiting = await Printed.run("submitted", worker);
  assert.deepEqual(waiting.shown, ["Assigned: code_review (budget: 5000 cents)"]);
  const stream = await Printed.run("stream", buyer, task);
  await stream.until("Status: submitted");
  const sandbox = await Printed.run("sandbox", worker, task);
  assert.match(sandbox.shown.join(), /^Sandbox ready: \w+$/);
  await stream.until("Status: executing");

  const complete = await Printed.run("complete", worker, task);
  assert.equal(complete.lines[0]?.[0], "quality_check");
  await stream.until("Quality:");
  const statuses = ["submitted", "routing", "submitted", "executing", "quality_check", "completed"];
  assert.deepEqual(stream.shown.slice(0, 6), statuses.map((it) => `Status: ${it}`));
  assert.deepEqual(stream.lines[6], ["Output:", OUTPUT]);
  const quality = stream.lines[7]?.[1];
  assert.ok(Number.isInteger(quality) && Number(quality) >= 50 && Number(quality) <= 100);

  const got = await Printed.run("get", buyer, task);
  assert.deepEqual(got.lines, [["completed"], [OUTPUT], [quality], [2500], [3200], [null]]);
  const list = await Printed.run("list", buyer);
  assert.deepEqual(list.shown, [`${id} — code_review — completed`, "Page 1 of 1"]);

  const feedback = await Printed.run("feedback", buyer, task);
  assert.deepEqual(feedback.lines, [[true]]);
  const refunded = await owner().get(id);
  assert.deepEqual([refunded.status, refunded.creditsCharged, refunded.feedback], ["refunded", 0, "down"]);
});

test("an agent that is named is hired, begins and gives up", async () => {
  await Printed.run("hire", buyer, { "ag_...": agentId });
  const [task] = (await owner().list({ pageSize: 1 })).data;
  assert.deepEqual([task?.agentId, task?.status, task?.price], [agentId, "submitted", 2500]);
  const stream = await Printed.run("stream", worker, { "task-id": task!.id });
  const { sandboxId } = await agent().provisionSandbox(task!.id);
  const texts = { "task-id": task!.id, "sandbox-id": sandboxId };
  assert.deepEqual((await Printed.run("executing", worker, texts)).lines, [["executing"]]);
  await Printed.run("fail", worker, { "task-id": task!.id });
  const failed = await owner().get(task!.id);
  assert.deepEqual([failed.status, failed.failureReason], ["failed", "execution_error"]);
  assert.equal(failed.errorMessage, "Failed to clone repository — access denied");
  // The stream ends with the task, which a client of events calls an error.
  await stream.until("Stream error:");
  const shown = ["Status: submitted", "Status: executing", "Status: failed"];
  assert.deepEqual(stream.shown.slice(0, -1), shown);
});

test("completed work is disputed", async () => {
  const { id } = await completed();
  const dispute = await Printed.run("dispute", buyer, { "task-id": id });
  const [[disputeId], ...rest] = dispute.lines as [[string], ...unknown[]];
  assert.match(disputeId, /^\w+$/);
  assert.deepEqual(rest, [[id], ["filed"]]);
});

test("a task, its dispute and its page have the fields that the types name, and no others", async () => {
  const { id } = await completed();
  const dispute = await owner().dispute(id, { reason: "wrong_output", description: "Coins." });
  const page = await owner().list({ pageSize: 1 });
  assert.deepEqual(Object.keys(await owner().get(id)).sort(), Object.keys(TASK).sort());
  assert.deepEqual(Object.keys(dispute).sort(), Object.keys(DISPUTE).sort());
  assert.deepEqual(Object.keys(page.pagination).sort(), Object.keys(PAGINATION).sort());
});

test("a sandbox is destroyed once", async () => {
  const { id, sandboxId } = await executing();
  const texts = { "task-id": id, "sandbox-id": String(sandboxId) };
  assert.deepEqual((await Printed.run("destroy", worker, texts)).lines, [[true]]);
  assert.deepEqual((await Printed.run("destroy", worker, texts)).lines, [[false]]);
});

test("a stream that cannot be read is an error event", async () => {
  const stream = await Printed.run("stream", buyer, { "task-id": "ctask_0" });
  await stream.until("Stream error:");
  assert.equal(stream.lines.length, 1);
});

test("an agent that submits spends its owner's credits", async () => {
  const { id, ownerId } = await agent(scene.helperApiKey).submit(REVIEW);
  const [task] = (await agent(scene.helperApiKey).list()).data;
  assert.deepEqual([task?.id, task?.ownerId, task?.submittedBy === null], [id, ownerId, false]);
  assert.equal((await owner().list()).data[0]?.id, id);
});
