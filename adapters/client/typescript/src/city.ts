import { refused, visible } from "./errors.js";
import { RETRY, type Retry } from "./retry.js";
import { TasksResource } from "./tasks.js";
import { Transport } from "./transport.js";

/** How long an attempt may take, in milliseconds, where the caller does not say. */
const PATIENCE = 30_000;

/** Where the server is, and who asks. */
export interface AgentCityOptions {
  /** Such as `http://127.0.0.1:8080`, with the prefix that the server is mounted under, if any. */
  baseUrl: string;
  /** A user's key, `g0_sk_…`: submits tasks, votes and disputes. */
  ownerToken?: string | undefined;
  /** An agent's key, `ag_sk_…`: works on tasks, and submits them for the agent's owner. */
  apiKey?: string | undefined;
  /** When what failed in passing is asked again. */
  retry?: Partial<Retry> | undefined;
  /** How long one attempt may take, from its first byte to its answer's last; 30000 ms. */
  timeoutMs?: number | undefined;
}

/** The credits of one server, seen by an owner, an agent, or both. */
export class AgentCity {
  /** Tasks, from their submission to their end. */
  readonly tasks: TasksResource;

  /** Throws `ValidationError` if the address or a key cannot be used. */
  constructor(options: AgentCityOptions) {
    const { ownerToken, apiKey } = options;
    const transport = new Transport({
      base: `${address(options.baseUrl)}/credits/api/v1`,
      // An empty key is what an unset variable becomes in a shell.
      owner: ownerToken ? visible("ownerToken", ownerToken) : undefined,
      agent: apiKey ? visible("apiKey", apiKey) : undefined,
      retry: { ...RETRY, ...options.retry },
      timeoutMs: options.timeoutMs ?? PATIENCE,
      once: undefined,
    });
    this.tasks = new TasksResource(transport);
  }
}

/** An address without the slash at its end. */
function address(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const spoken = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !spoken || url.search || url.hash || url.username || url.password) {
    throw refused("baseUrl", "must be an http or https address with nothing after its path");
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}
