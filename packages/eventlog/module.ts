export { addEventRoutes } from './http/routes.ts';
export { countWhatGoes, dropMonths } from './usecases/drop-months.ts';
