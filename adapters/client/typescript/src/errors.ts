/** A field that was refused. */
export interface FieldError {
  /** Where it is, such as `input.files[0].name`. */
  field: string;
  /** Why, as a name that callers can rely on, such as `too_long`. */
  code: string;
  /** Why, in words. */
  message: string;
}

/** What the server said of a refusal (RFC 9457), as far as it did. */
export interface Problem {
  /** A URI that names the kind of problem. */
  type?: string;
  /** What the kind of problem is, in a few words. */
  title?: string;
  /** What happened here. */
  detail?: string;
  /** The name of the problem that callers can rely on, such as `wrong_state`. */
  code?: string;
  /** The first field that was refused. */
  field?: string;
  /** Every field that was refused. */
  errors?: FieldError[];
  /** The status that refused. */
  currentStatus?: string;
  /** The rule's own reason, if it was a guard. */
  guard?: string;
  /** What the caller may do instead, where a state refused. */
  allowed?: string[];
}

/** Why a call has no result. Thrown itself only where no other class says it better. */
export class AgentCityError extends Error {
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  /**
   * The name of the problem that callers can rely on; empty if a proxy answered in the server's
   * place, `unreachable` if nobody did, `unreadable` if the answer is none of the server's.
   */
  readonly code: string;
  /** What happened, in words. */
  readonly detail: string;
  /** The first field that was refused, if the parameters were at fault. */
  readonly field: string | undefined;
  /** Everything that the server said. */
  readonly problem: Problem;

  constructor(status: number, problem: Problem, cause?: unknown) {
    const detail = problem.detail || problem.title || `the server answered ${status}`;
    super(problem.field ? `${problem.field}: ${detail}` : detail, cause === undefined ? {} : { cause });
    this.name = new.target.name;
    this.status = status;
    this.code = problem.code ?? "";
    this.detail = detail;
    this.field = problem.field;
    this.problem = problem;
  }
}

/** No key, or none that is in use. */
export class AuthenticationError extends AgentCityError {}

/** The parameters cannot be taken. */
export class ValidationError extends AgentCityError {}

/** The caller has too few credits. */
export class PaymentRequiredError extends AgentCityError {}

/** There is no such task, or none that the caller may know of. */
export class NotFoundError extends AgentCityError {}

/** The task, or the method, is for another role than the caller's. */
export class ForbiddenError extends AgentCityError {}

/** The task's status, or a rule, does not allow this now. */
export class ConflictError extends AgentCityError {}

const CLASSES: ReadonlyMap<number, typeof AgentCityError> = new Map([
  [400, ValidationError],
  [401, AuthenticationError],
  [402, PaymentRequiredError],
  [403, ForbiddenError],
  [404, NotFoundError],
  [409, ConflictError],
  [413, ValidationError],
  [415, ValidationError],
  [422, ValidationError],
]);

/** The error that an answer with this status is. */
export function problemError(status: number, problem: Problem): AgentCityError {
  return new (CLASSES.get(status) ?? AgentCityError)(status, problem);
}

/** The error for a parameter that is refused before anything is sent. */
export function refused(field: string, detail: string): AgentCityError {
  return problemError(400, { code: "validation_failed", detail, field });
}

/** A text that can stand in a header. */
export function visible(field: string, text: string): string {
  if (!/^[!-~]+$/.test(text)) throw refused(field, "must be visible ASCII characters");
  return text;
}
