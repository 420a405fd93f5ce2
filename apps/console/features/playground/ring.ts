/** The two tones of an old telephone bell, in Hz, and how often it strikes. */
const BELL_HZ = [440, 480];
const STRIKES = [0, 0.45, 1.4, 1.85];
const STRIKE_SECONDS = 0.38;
const LOUDNESS = 0.06;

/** Made by the browser itself: there is no sound file. Browsers are silent until somebody has clicked. */
export function openBell(): { ring(pitch: number): void; close(): void } {
  const context = new AudioContext();
  return {
    ring(pitch) {
      for (const at of STRIKES) for (const hz of BELL_HZ) strike(context, hz * pitch, context.currentTime + at);
    },
    close: () => void context.close(),
  };
}

function strike(context: AudioContext, hz: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  volume.gain.setValueAtTime(LOUDNESS, at + STRIKE_SECONDS - 0.12);
  volume.gain.linearRampToValueAtTime(0, at + STRIKE_SECONDS);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + STRIKE_SECONDS);
}
