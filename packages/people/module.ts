export type { PeopleRoutesOptions } from './http/people-routes-options.ts';
export { readNewPerson } from './http/person-schemas.ts';
export { addPeopleRoutes } from './http/routes.ts';
export { exportPeople, exportRejections } from './usecases/export-people.ts';
export { importPeople } from './usecases/import-people.ts';
export { readCsv } from './usecases/read-csv.ts';
