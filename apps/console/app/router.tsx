import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readActivitySearch } from '../features/activity/domain/activity-search.ts';
import { readDeadLetterSearch } from '../features/dead-letters/domain/dead-letter-search.ts';
import { readGreetingsSearch } from '../features/greetings/domain/greetings-search.ts';
import { readPeopleSearch } from '../features/people/domain/people-search.ts';
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
    // `personId`: whom it is for.
    validateSearch: ({ personId }): { personId?: string } => (typeof personId === 'string' ? { personId } : {}),
    component: lazyRouteComponent(() => import('../features/reminders/new-reminder-page.tsx'), 'NewReminderPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reminders/$scheduleId',
    component: lazyRouteComponent(() => import('../features/reminders/reminder-page.tsx'), 'ReminderPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reminders/$scheduleId/edit',
    component: lazyRouteComponent(() => import('../features/reminders/edit-reminder-page.tsx'), 'EditReminderPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/occurrences/$occurrenceId',
    component: lazyRouteComponent(() => import('../features/occurrences/occurrence-page.tsx'), 'OccurrencePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people',
    validateSearch: readPeopleSearch,
    component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people/import',
    component: lazyRouteComponent(() => import('../features/people/import/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people/imports',
    component: lazyRouteComponent(() => import('../features/people/import/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people/imports/$importId',
    component: lazyRouteComponent(() => import('../features/people/import/import-report-page.tsx'), 'ImportReportPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people/$personId',
    component: lazyRouteComponent(() => import('../features/people/person-page.tsx'), 'PersonPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people/$personId/edit',
    component: lazyRouteComponent(() => import('../features/people/edit-person-page.tsx'), 'EditPersonPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/greetings',
    validateSearch: readGreetingsSearch,
    component: lazyRouteComponent(() => import('../features/greetings/greetings-page.tsx'), 'GreetingsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies',
    component: lazyRouteComponent(() => import('../features/policies/policies-page.tsx'), 'PoliciesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies/new',
    component: lazyRouteComponent(() => import('../features/policies/policy-editor-page.tsx'), 'NewPolicyPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies/$policyId',
    component: lazyRouteComponent(() => import('../features/policies/policy-page.tsx'), 'PolicyPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/policies/$policyId/edit',
    component: lazyRouteComponent(() => import('../features/policies/policy-editor-page.tsx'), 'EditPolicyPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/activity',
    validateSearch: readActivitySearch,
    component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dead-letters',
    validateSearch: readDeadLetterSearch,
    component: lazyRouteComponent(() => import('../features/dead-letters/dead-letters-page.tsx'), 'DeadLettersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/holiday-calendars',
    component: lazyRouteComponent(
      () => import('../features/holiday-calendars/holiday-calendars-page.tsx'),
      'HolidayCalendarsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/phones',
    component: lazyRouteComponent(() => import('../features/handsets/phones-page.tsx'), 'PhonesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/playground',
    // `occurrence`: the one that is shown, instead of what is most urgent.
    validateSearch: ({ occurrence }): { occurrence?: string } => (typeof occurrence === 'string' ? { occurrence } : {}),
    component: lazyRouteComponent(() => import('../features/playground/playground-page.tsx'), 'PlaygroundPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  // Another person, reminder or policy is another page: nothing of the one before is left, and the focus is on its title.
  defaultRemountDeps: ({ params }) => params,
  scrollRestoration: true,
  defaultErrorComponent: RouteProblem,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
