import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NotFoundPage } from './not-found-page.tsx';
import { RouteProblem } from './route-problem.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: RouteProblem });

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reminders',
    component: lazyRouteComponent(() => import('../features/reminders/reminders-page.tsx'), 'RemindersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reminders/new',
    component: lazyRouteComponent(() => import('../features/reminders/new-reminder-page.tsx'), 'NewReminderPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reminders/$scheduleId',
    component: lazyRouteComponent(() => import('../features/reminders/reminder-page.tsx'), 'ReminderPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/occurrences/$occurrenceId',
    component: lazyRouteComponent(() => import('../features/occurrences/occurrence-page.tsx'), 'OccurrencePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people',
    component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies',
    component: lazyRouteComponent(() => import('../features/policies/policies-page.tsx'), 'PoliciesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/phones',
    component: lazyRouteComponent(() => import('../features/handsets/phones-page.tsx'), 'PhonesPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: RouteProblem,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
