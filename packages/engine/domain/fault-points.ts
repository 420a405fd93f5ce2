/** Every boundary of a durable write on the path from a schedule to an answer, in the order of the path. */
export const engineFaultPoints = [
  'schedule.before-commit',
  'schedule.after-commit',
  'plan.before-commit',
  'plan.after-commit',
  'claim.before-commit',
  'claim.after-commit',
  'call.before',
  'call.after',
  'outcome.before-commit',
  'outcome.after-commit',
  'callback.before-commit',
  'callback.after-commit',
  'inbound.before-commit',
  'inbound.after-commit',
  'action.before-commit',
  'action.after-commit',
] as const;
