export type { PeopleRoutesOptions } from './http/people-routes-options.ts';
export { addPeopleRoutes } from './http/routes.ts';
