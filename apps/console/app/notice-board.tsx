import '@mantine/notifications/styles.css';
import { type NotificationData, Notifications, notifications } from '@mantine/notifications';

export function NoticeBoard() {
  return <Notifications position="bottom-right" />;
}

/** It may be called before the board hangs: what it is told waits. */
export function hang(notice: NotificationData): void {
  notifications.show(notice);
}
