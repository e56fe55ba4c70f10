/** A client of the credits of an `earnest` server. */

export { AgentCity, type AgentCityOptions } from "./city.js";
export {
  AgentCityError,
  AuthenticationError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PaymentRequiredError,
  ValidationError,
  type FieldError,
  type Problem,
} from "./errors.js";
export type { Retry } from "./retry.js";
export { TasksResource } from "./tasks.js";
export type {
  CompleteParams,
  Dispute,
  DisputeParams,
  DisputeReason,
  DisputeStatus,
  FailParams,
  FailReason,
  Feedback,
  InputFile,
  ListParams,
  Pagination,
  SubmitParams,
  Task,
  TaskInput,
  TaskPage,
  TaskStatus,
} from "./types.js";
