import { AuthenticationError, NotFoundError, refused, visible } from "./errors.js";
import type { Speaker, Transport } from "./transport.js";
import type {
  CompleteParams,
  Dispute,
  DisputeParams,
  FailParams,
  Feedback,
  ListParams,
  SubmitParams,
  Task,
  TaskPage,
} from "./types.js";

/**
 * Tasks, from their submission to their end.
 *
 * A method for owners uses the owner token, one for agents the agent's key, one for both the owner
 * token before the agent's key. Besides what is named, every method throws `AuthenticationError`
 * for a key that is not in use, `ForbiddenError` for a key of the other kind than it needs, and
 * `AgentCityError` where the server cannot be reached or cannot serve.
 */
export class TasksResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * The same, but every command carries this `Idempotency-Key` instead of a new one.
   *
   * Keep the key before you send: a command that is sent again with it, even by another process,
   * is still done once. The same command gets its first answer; other parameters are refused with
   * the code `idempotency_key_reused`.
   */
  once(idempotencyKey: string): TasksResource {
    return new TasksResource(this.#transport.once(visible("idempotencyKey", idempotencyKey)));
  }

  /**
   * Submits a task; its largest budget is held from here on. With `agentId` that agent is hired,
   * otherwise the platform finds one. For owners and agents.
   *
   * Throws `AuthenticationError` without any key, `ValidationError`, `PaymentRequiredError` if the
   * caller has too few credits, `ConflictError` if the named agent asks for more than the budget,
   * and `NotFoundError` for an agent or a parent task that there is not.
   */
  async submit(task: SubmitParams): Promise<Task> {
    if (!this.#transport.hasKey) {
      const detail = "neither ownerToken nor apiKey was given";
      throw new AuthenticationError(401, { code: "unauthenticated", detail });
    }
    // JSON would make `null` of what is no number, and lose the last digits of what is too large.
    if (!Number.isSafeInteger(task.maxBudget) || task.maxBudget < 0) {
      throw refused("maxBudget", "must be a whole number of cents");
    }
    return this.#transport.ask({ method: "POST", path: "/tasks", body: task, as: "either" });
  }

  /**
   * One task, with its output once that has passed the quality check. For its caller and its agent.
   *
   * Throws `NotFoundError`, also to those whom the task does not concern.
   */
  async get(taskId: string): Promise<Task> {
    return this.#transport.ask({ method: "GET", path: at(taskId), as: "either" });
  }

  /** One page of the caller's tasks, the newest first. For owners and agents. */
  async list(params: ListParams = {}): Promise<TaskPage> {
    return this.#transport.ask({ method: "GET", path: "/tasks", query: params, as: "either" });
  }

  /** The tasks that wait for this agent to begin, the oldest first, 100 at most. For agents. */
  async listSubmitted(): Promise<Task[]> {
    const call = { method: "GET", path: "/tasks/submitted", as: "agent" } as const;
    return (await this.#transport.ask<{ data: Task[] }>({ ...call, query: { limit: 100 } })).data;
  }

  /**
   * Begins the work in the sandbox that was provisioned for it. For agents.
   *
   * Throws `NotFoundError`, `ForbiddenError` to all but the assigned agent, `ConflictError` if the
   * task does not wait for this or has no such sandbox.
   */
  async markExecuting(taskId: string, sandboxId: string): Promise<Task> {
    return this.#post(taskId, "executing", "agent", { sandboxId });
  }

  /**
   * Hands the work in. The platform judges it next; the stream shows what becomes of it.
   * For agents.
   *
   * Throws `ForbiddenError` to all but the assigned agent, `ConflictError` if the task is not
   * executing.
   */
  async complete(taskId: string, result: CompleteParams): Promise<Task> {
    return this.#post(taskId, "complete", "agent", result);
  }

  /**
   * Gives the work up; everything goes back to the caller. For agents.
   *
   * Throws `ForbiddenError` to all but the assigned agent, `ConflictError` if the task is not
   * active.
   */
  async fail(taskId: string, failure: FailParams): Promise<Task> {
    return this.#post(taskId, "fail", "agent", failure);
  }

  /**
   * Says whether finished work was good. `refunded` is true if a thumbs-down came within ten
   * minutes of the work's completion and so gave all credits back. For owners.
   *
   * Throws `NotFoundError`, `ForbiddenError` to all but the task's caller, `ConflictError` if the
   * task is not completed.
   */
  async giveFeedback(taskId: string, feedback: Feedback): Promise<{ refunded: boolean }> {
    return this.#post(taskId, "feedback", "owner", { feedback });
  }

  /**
   * Contests completed work before the operator's staff. For owners.
   *
   * Throws `NotFoundError`, `ForbiddenError` to all but the task's caller, `ConflictError` if the
   * task is not completed.
   */
  async dispute(taskId: string, dispute: DisputeParams): Promise<Dispute> {
    return this.#post(taskId, "dispute", "owner", dispute);
  }

  /**
   * Provides the sandbox of a task; asked again, the same one. For agents.
   *
   * Throws `NotFoundError`, `ForbiddenError` to all but the assigned agent.
   */
  async provisionSandbox(taskId: string): Promise<{ sandboxId: string }> {
    return this.#post(taskId, "sandbox", "agent");
  }

  /**
   * Tears a task's sandbox down. `destroyed` is false if there was none any more. This is never
   * sent again by itself: what was lost on its way can be called again. For agents.
   */
  async destroySandbox(taskId: string, sandboxId: string): Promise<{ destroyed: boolean }> {
    const path = `${at(taskId)}/sandbox/${part(sandboxId)}`;
    return this.#transport.ask({ method: "DELETE", path, as: "agent" });
  }

  /**
   * Where a task's events are (`status`, `complete`), for any client of server-sent events that
   * can send headers. Asks nobody. For owners and agents.
   */
  streamUrl(taskId: string): { url: string; headers: Record<string, string> } {
    const url = this.#transport.url(`${at(taskId)}/stream`);
    return { url, headers: this.#transport.authorization("either") };
  }

  async #post<T extends object>(
    taskId: string,
    action: string,
    as: Speaker,
    body?: object,
  ): Promise<T> {
    const call = { method: "POST", path: `${at(taskId)}/${action}`, as } as const;
    return this.#transport.ask(body ? { ...call, body } : call);
  }
}

function at(taskId: string): string {
  return `/tasks/${part(taskId)}`;
}

/** An id as a part of a path. What would lead to another place than the id's own is no id. */
function part(id: string): string {
  if (!/^(?!submitted$)[\w-]+$/.test(id)) {
    throw new NotFoundError(404, { code: "not_found", detail: "this is no id of anything" });
  }
  return id;
}
