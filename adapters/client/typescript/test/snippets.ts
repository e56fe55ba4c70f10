// The source document's snippets: read, type-checked and run as they are printed.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import ts from "typescript";

import type { AgentCity } from "earnest-city";

/** How long a test waits for a line. */
const PATIENCE = 20_000;

/** What the snippets find around them. */
const SURROUNDINGS = `
import { AgentCity } from "earnest-city";
declare const city: AgentCity;
declare const ownerToken: string;
declare const apiKey: string;
declare class EventSource {
  constructor(url: string, settings: { headers: Record<string, string> });
  addEventListener(name: string, listener: (e: { data: string }) => void): void;
  close(): void;
}
`;

/** The document's client of events, which can send headers. */
const EventSource: unknown = createRequire(import.meta.url)("eventsource");

/** The snippets by their names. */
export const SNIPPETS: ReadonlyMap<string, string> = new Map(
  readFileSync(String(process.env["EARNEST_SNIPPETS"]), "utf8")
    .split(/^#= /m)
    .slice(1)
    .map((block) => [block.slice(0, block.indexOf("\n")), block.slice(block.indexOf("\n") + 1)]),
);

/** The example of the project's first page, which makes a `city` of its own. */
export function example(): string {
  const page = readFileSync(new URL("../../../../../README.md", import.meta.url), "utf8");
  const found = /```ts\n(.*?)```/s.exec(page)?.[1] ?? assert.fail("no example");
  return `export async function example() {\n${found}}`;
}

/** What the compiler finds wrong with snippets as they are printed, by their names. */
export function complaints(snippets: ReadonlyMap<string, string>): Record<string, string> {
  const paths = [...snippets].map(([name, snippet]) => {
    const path = fileURLToPath(new URL(`printed-${name}.ts`, import.meta.url));
    writeFileSync(path, `${SURROUNDINGS}\n${snippet}`);
    return path;
  });
  const program = ts.createProgram(paths, {
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.NodeNext,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: ["node"],
  });
  const found = ts.getPreEmitDiagnostics(program).map((it) => {
    const name = /printed-(\w+)\.ts$/.exec(it.file?.fileName ?? "")?.[1] ?? "";
    return [name, ts.flattenDiagnosticMessageText(it.messageText, "\n")];
  });
  return Object.fromEntries(found) as Record<string, string>;
}

/** A snippet that was run, and what it printed so far. */
export class Printed {
  /** Each line's arguments. */
  readonly lines: unknown[][] = [];
  #waiting: (() => void)[] = [];

  /** Runs a snippet with other texts in the place of those that the document uses as examples. */
  static async run(
    name: string,
    city: Pick<AgentCity, "tasks">,
    texts: Record<string, string> = {},
  ): Promise<Printed> {
    let snippet = SNIPPETS.get(name) ?? assert.fail(`no snippet ${name}`);
    for (const [shown, real] of Object.entries(texts)) {
      assert.ok(snippet.includes(shown), `${shown} is not in ${name}`);
      snippet = snippet.replaceAll(shown, real);
    }
    const printed = new Printed();
    const print = (...line: unknown[]) => printed.#print(line);
    const names = ["city", "console", "EventSource"];
    await new AsyncFunction(...names, snippet)(city, { log: print, error: print }, EventSource);
    return printed;
  }

  /** The lines as a console shows them. */
  get shown(): string[] {
    return this.lines.map((line) => format(...line));
  }

  /** Waits for a line that begins so. */
  async until(beginning: string): Promise<void> {
    const giveUp = AbortSignal.timeout(PATIENCE);
    while (!this.shown.some((line) => line.startsWith(beginning))) {
      await new Promise<void>((resume, reject) => {
        this.#waiting.push(resume);
        giveUp.onabort = () => reject(new Error(`no ${beginning} in ${this.shown.join("\n")}`));
      });
    }
  }

  #print(line: unknown[]): void {
    this.lines.push(line);
    for (const resume of this.#waiting.splice(0)) resume();
  }
}

const AsyncFunction = (async () => {}).constructor as new (
  ...parameters: string[]
) => (...values: unknown[]) => Promise<void>;
