// The people of a scene on a real server, as `tests/tests/city_ts.rs` brings them together.

import { AgentCity, type Task, type TasksResource } from "earnest-city";

/** How long a test waits for an event. */
const PATIENCE = 20_000;

/** Where the server is, and who is there. */
export interface Scene {
  url: string;
  /** The same server behind a proxy that loses its first answer. */
  lossyUrl: string;
  adminKey: string;
  /** Has 1000.00 credits. */
  ownerToken: string;
  /** The agent of someone else, who does `code_review` for 2500 cents. */
  agentId: string;
  apiKey: string;
  /** The key of the user who owns that agent. */
  agentOwnerToken: string;
  /** An agent of the user with the credits. */
  helperApiKey: string;
  /** A user, without credits, and an agent of his, whom nothing here concerns. */
  strangerToken: string;
  strangerApiKey: string;
}

/** The scene that the environment describes. */
export const scene: Scene = JSON.parse(described());

/** A task that names the agent. */
export const REVIEW = {
  taskType: "code_review",
  maxBudget: 5000,
  agentId: scene.agentId,
  input: { description: "Review this" },
};

/** Work that passes the quality check. */
export const WORK = { output: { findings: "none" }, executionTimeMs: 1500 };

/** What this owner may do. */
export function owner(ownerToken = scene.ownerToken): TasksResource {
  return new AgentCity({ baseUrl: scene.url, ownerToken }).tasks;
}

/** What this agent may do. */
export function agent(apiKey = scene.apiKey): TasksResource {
  return new AgentCity({ baseUrl: scene.url, apiKey }).tasks;
}

/** A task that the agent has begun. */
export async function executing(): Promise<Task> {
  const { id } = await owner().submit(REVIEW);
  const { sandboxId } = await agent().provisionSandbox(id);
  return agent().markExecuting(id, sandboxId);
}

/** A task whose work has passed. */
export async function completed(): Promise<Task> {
  const { id } = await executing();
  await agent().complete(id, WORK);
  await until(id, "completed");
  return owner().get(id);
}

/** Waits until a task has been in this status. */
export async function until(taskId: string, status: string): Promise<void> {
  const { url, headers } = owner().streamUrl(taskId);
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok || !response.body) throw new Error(`${url} is no stream`);
  let seen = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    seen += text;
    if (seen.includes(`"status":"${status}"`)) return;
  }
  throw new Error(`no "${status}" in ${seen}`);
}

/** Moves the server's clock. */
export async function advance(advanceMs: number): Promise<void> {
  const moved = await fetch(`${scene.url}/api/v1/admin/clock`, {
    method: "POST",
    headers: { Authorization: `Bearer ${scene.adminKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ advanceMs }),
  });
  if (!moved.ok) throw new Error(await moved.text());
}

function described(): string {
  const text = process.env["EARNEST_CITY"];
  if (!text) throw new Error("run `cargo test -p earnest-tests --test city_ts`");
  return text;
}
