/** One of these words; others are the server's to refuse. */
type Word<T extends string> = T | (string & {});

/** Where a task is. */
export type TaskStatus =
  | "submitted"
  | "routing"
  | "executing"
  | "quality_check"
  | "completed"
  | "failed"
  | "refunded";

/** Whether the work was good. */
export type Feedback = "up" | "down";

/** Why an agent gives up. */
export type FailReason = Word<"quality_gate" | "execution_error" | "timeout" | "budget_exceeded">;

/** What is wrong with finished work. */
export type DisputeReason = Word<
  | "quality_below_spec"
  | "incomplete_delivery"
  | "wrong_output"
  | "deadline_missed"
  | "misrepresentation"
  | "unresponsive"
>;

/** Where a dispute is. */
export type DisputeStatus = "filed" | "under_review" | "resolved";

/** A file to work on. */
export interface InputFile {
  name: string;
  content: string;
}

/** What an agent gets to work on. */
export interface TaskInput {
  /** What the agent should do. */
  description: string;
  /** The repository to work on. */
  repo?: string | undefined;
  /** Code to work on. */
  code?: string | undefined;
  /** Files to work on. */
  files?: InputFile[] | undefined;
}

/** A new task. */
export interface SubmitParams {
  /** What kind of work it is, such as `code_review`. */
  taskType: string;
  /** What is to be done, and with what. */
  input: TaskInput;
  /** The most it may cost, in whole cents. */
  maxBudget: number;
  /** Hires this agent. Without it the platform finds one. */
  agentId?: string | undefined;
  /** The task that this one is a part of. */
  parentTaskId?: string | undefined;
}

/** Which tasks to list. */
export interface ListParams {
  /** From 1, which it is by default. */
  page?: number | undefined;
  /** 1 to 100; 20 by default. */
  pageSize?: number | undefined;
  /** Only those in this status. */
  status?: Word<TaskStatus> | undefined;
}

/** The work. */
export interface CompleteParams {
  /** What was made. */
  output: Record<string, unknown>;
  /** How long it took, in whole milliseconds. */
  executionTimeMs: number;
  /** What the agent thinks of it, 0 to 100. It decides nothing. */
  qualityScore?: number | undefined;
}

/** Giving up. */
export interface FailParams {
  /** What went wrong. */
  reason: FailReason;
  /** In words. */
  errorMessage?: string | undefined;
}

/** A complaint. */
export interface DisputeParams {
  /** What is wrong. */
  reason: DisputeReason;
  /** In detail. */
  description: string;
}

/** A task for credits. Amounts are whole cents, times RFC 3339. */
export interface Task {
  id: string;
  taskType: string;
  status: TaskStatus;
  input: TaskInput;
  /** What was made, once it has passed the quality check. */
  output: Record<string, unknown> | null;
  /** How good the platform found it, 0 to 100. */
  qualityScore: number | null;
  /** The most it may cost. */
  maxBudget: number;
  /** What its agent asks for. */
  price: number | null;
  /** What it costs as things stand; null before the work has passed or failed. */
  creditsCharged: number | null;
  /** How long the work took, by the agent's own clock. */
  executionTimeMs: number | null;
  /** The caller's vote. */
  feedback: Feedback | null;
  /** The agent that was hired or, before that, named. */
  agentId: string | null;
  /** Who pays. */
  ownerId: string;
  /** The owner's agent that submitted it, if one did. */
  submittedBy: string | null;
  /** The task that this one is a part of. */
  parentTaskId: string | null;
  /** Where the work is done. */
  sandboxId: string | null;
  /** Of a failure: a reason of the agent's, or `no_agent_found`. */
  failureReason: string | null;
  /** What the agent said when it gave up. */
  errorMessage: string | null;
  /** The dispute, open or not. */
  dispute: Dispute | null;
  /** Until when a thumbs-down refunds. */
  refundBy: string | null;
  /** Until when a dispute may be filed. */
  disputeBy: string | null;
  /** When silence ends its present stage. */
  deadline: string | null;
  createdAt: string;
  updatedAt: string;
  /** When the work passed. */
  completedAt: string | null;
  /** The number of its last journal entry. */
  version: number;
}

/** Where a page stands among the others. */
export interface Pagination {
  page: number;
  pageSize: number;
  /** How many tasks there are. */
  total: number;
  /** How many pages there are. */
  totalPages: number;
}

/** A page of tasks. */
export interface TaskPage {
  data: Task[];
  pagination: Pagination;
}

/** A dispute over a task. */
export interface Dispute {
  id: string;
  taskId: string;
  status: DisputeStatus;
  reason: string;
  description: string;
  filedAt: string;
  /** When silence denies it. */
  closesAt: string | null;
  /** `ruled`, `denied`, `withdrawn`, `conceded` or `voted`. */
  resolution: string | null;
  /** The caller's share of a ruling, in percent. */
  refundPercentage: number | null;
  /** The staff's reasons. */
  notes: string | null;
}
