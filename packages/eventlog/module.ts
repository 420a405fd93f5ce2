export { addEventRoutes } from './http/routes.ts';
