import type { EngineFixture } from './engine-fixture.ts';

/** Goes from one due instant to the next until nothing is due before `until`, and answers with what was sent when. */
export async function liveUntil(belfry: EngineFixture, until: string): Promise<string[]> {
  const lines: string[] = [];
  const collect = () => {
    for (const sent of [...belfry.sms.sent.splice(0), ...belfry.email.sent.splice(0)]) {
      lines.push(`${belfry.clock.now().toString().slice(11, 16)} ${sent.to} ${sent.text.split('\n')[0]}`);
    }
  };
  for (;;) {
    await belfry.run();
    collect();
    const [next] = await belfry.wakeups(
      `due_at > '${belfry.clock.now().toString()}' AND due_at <= '${until}'
       AND NOT EXISTS (SELECT FROM engine.turn t WHERE t.occ_id = wakeup.occ_id AND t.seq = wakeup.seq)`,
    );
    if (!next) return lines;
    await belfry.moveTo(next.dueAt.toString());
  }
}
