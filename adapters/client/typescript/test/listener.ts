// A server that answers as it is told and keeps what it was asked.

import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What came. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What is answered; `lost` breaks the connection off instead, `silent` never answers. */
export type Reply = "lost" | "silent" | { status: number; headers?: object; body?: unknown };

/** The answer when nothing else was told. */
const DONE: Reply = { status: 200, body: { success: true, id: "ctask_1" } };

/** A server on loopback, until it is disposed of. */
export class Listener {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  #replies: Reply[] = [];

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { method = "", url: path = "", headers } = request;
      this.asked.push({ method, path, headers, body: await text(request) });
      const reply = this.#replies.shift() ?? DONE;
      if (reply === "lost") return void request.socket.destroy();
      if (reply === "silent") return;
      const body = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
      response.writeHead(reply.status, { ...reply.headers }).end(body);
    });
  }

  /** Where it listens. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Listener> {
    const listener = new Listener();
    await new Promise<void>((resume) => listener.#server.listen(0, "127.0.0.1", resume));
    return listener;
  }

  /** Forgets what it was asked, and answers so next. */
  next(...replies: Reply[]): void {
    this.asked.length = 0;
    this.#replies = replies;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
