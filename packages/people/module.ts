export type { PeopleRoutesOptions } from './http/people-routes-options.ts';
export { readRows } from './http/read-rows.ts';
export { addPeopleRoutes } from './http/routes.ts';
export { exportPeople, exportRejections } from './usecases/export-people.ts';
export { importPeople } from './usecases/import-people.ts';
export { makeChanges, makeChangesOf } from './usecases/make-changes.ts';
export { readCsv } from './usecases/read-csv.ts';
