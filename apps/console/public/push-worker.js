/*
 * Shows what Belfry pushes to this browser, also while no page of it is open. What comes is
 * { title, body, link, occurrenceId, importance }: a newer message of one occurrence takes the place of the one before.
 */
self.addEventListener('push', (event) => {
  const { title, body, link, occurrenceId, importance } = event.data.json();
  const shown = self.registration.showNotification(title, {
    body: body === title ? '' : body,
    tag: occurrenceId,
    renotify: true,
    requireInteraction: importance === 'critical',
    icon: '/belfry.svg',
    data: { link },
  });
  event.waitUntil(shown);
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link ?? '/'));
});
