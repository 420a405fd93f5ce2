import type { paths } from './generated/api.ts';

/*
 * Names for what the routes answer and take, derived from the routes themselves:
 * they hold whether or not the document names its schemas.
 */
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Json<Body> = Body extends { content: { 'application/json': infer Value } } ? Value : never;
type Answer<Operation, Status extends number> = Operation extends { responses: Record<Status, infer Body> }
  ? Json<Body>
  : never;

type Ok<Path extends keyof paths, Verb extends Method = 'get'> = Answer<paths[Path][Verb], 200>;
type Body<Path extends keyof paths, Verb extends Method = 'post'> = paths[Path][Verb] extends {
  requestBody?: infer Value;
}
  ? Json<NonNullable<Value>>
  : never;

export type Person = Ok<'/v1/people/{id}'>;
export type NewPerson = Body<'/v1/people'>;
export type PersonPatch = Body<'/v1/people/{id}', 'patch'>;
export type Relationship = Ok<'/v1/people/{id}/relationships/{relationshipId}'>;
export type RelationshipPatch = Body<'/v1/people/{id}/relationships/{relationshipId}', 'patch'>;
export type ConsentEvent = Ok<'/v1/people/{id}/consent'>['data'][number];
export type InboxMessage = Ok<'/v1/people/{id}/inbox'>['data'][number];
export type Schedule = Ok<'/v1/schedules/{id}'>;
export type NewSchedule = Body<'/v1/schedules'>;
export type ScheduleChanges = Body<'/v1/schedules/{id}', 'patch'>;
export type PolicyVersion = Ok<'/v1/policies/{id}/versions'>['data'][number];
export type WaitingOnes = Ok<'/v1/waiting'>['data'][number];
export type Warning = Ok<'/v1/warnings'>['data'][number];
export type HolidayCalendar = Ok<'/v1/holiday-calendars/{id}'>;
export type SchedulePreview = Ok<'/v1/schedules/{id}/preview'>;
export type Policy = Ok<'/v1/policies/{id}'>;
export type NewPolicy = Body<'/v1/policies'>;
export type Simulation = Ok<'/v1/policies/simulate', 'post'>;
export type SimulationDraft = Body<'/v1/policies/simulate'>;
export type Occurrence = Ok<'/v1/occurrences/{id}'>;
export type SnoozeRequest = Body<'/v1/occurrences/{id}/snooze'>;
export type DeadLetter = Ok<'/v1/dead-letters'>['data'][number];
export type ResolvedDeadLetters = Ok<'/v1/dead-letters/replay', 'post'>;
export type Timeline = Ok<'/v1/occurrences/{id}/timeline'>;
export type TimelineEntry = Timeline['entries'][number];
export type Handset = Ok<'/sandbox/handsets'>['data'][number];
export type SandboxMessage = Ok<'/sandbox/messages'>[number];
export type PeopleImport = Ok<'/v1/people/imports/{id}'>;
export type GreetingLateness = Ok<'/v1/greetings/lateness'>;
export type GreetingPlan = Ok<'/v1/greetings/plan'>;
export type GreetingYear = Ok<'/v1/greetings/year'>;
export type GreetingKind = Ok<'/v1/greetings/kinds/{name}'>;
export type GreetingTemplate = Ok<'/v1/greetings/templates/{id}'>;
export type Settings = Ok<'/v1/settings'>;
export type SettingsEdit = Body<'/v1/settings', 'patch'>;
export type GreetingSettings = Ok<'/v1/greetings/settings'>;
export type PersonGreetingSettings = Ok<'/v1/greetings/people/{id}'>;
export type Playground = Ok<'/v1/playground'>;
