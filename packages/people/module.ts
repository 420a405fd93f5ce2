export { addPeopleRoutes } from './http/routes.ts';
