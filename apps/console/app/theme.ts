import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: links, the chosen, the primary action. Everything else that has a colour is a state. */
const accent: MantineColorsTuple = [
  '#eef1fc',
  '#dbe1f7',
  '#b8c4ef',
  '#94a6e8',
  '#7a8fe2',
  '#637bdd',
  '#5069d0',
  '#4158b8',
  '#374a9c',
  '#2c3c82',
];
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e4e7ec',
  '#d5d9e0',
  '#c0c6d0',
  '#969dab',
  '#646b79',
  '#4a515e',
  '#353b47',
  '#1d222c',
];
const dark: MantineColorsTuple = [
  '#e3e6ec',
  '#bcc1cc',
  '#9aa1b0',
  '#6d7484',
  '#3c424f',
  '#2e333e',
  '#22262f',
  '#16181f',
  '#111319',
  '#0b0d11',
];

const sans =
  "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif, 'Noto Color Emoji'";

export const theme = createTheme({
  colors: { accent, gray, dark },
  primaryColor: 'accent',
  primaryShade: 7,
  fontFamily: sans,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, 'Liberation Mono', monospace",
  // The 8-point grid: everything is a multiple of 8, and 4 within a line.
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '12px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '24px', lg: '24px', xl: '28px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '24px' },
  defaultRadius: 'md',
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '32px' },
      h2: { fontSize: '17px', lineHeight: '24px' },
      h3: { fontSize: '15px', lineHeight: '24px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name, not by import: a component that only one page uses must not be loaded with the first.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Alert: { defaultProps: { variant: 'light' }, styles: { title: { color: 'var(--mantine-color-text)' } } },
    Button: { styles: { label: { fontWeight: 550 } } },
    Menu: { defaultProps: { withinPortal: false, shadow: 'md' } },
    Modal: {
      defaultProps: { centered: true, padding: 'lg', transitionProps: { duration: 120 } },
      styles: { title: { fontSize: '17px', lineHeight: '24px', fontWeight: 600 } },
    },
    Paper: { defaultProps: { withBorder: true } },
    // Within the page's landmarks, where a screen reader looks for it.
    Select: { defaultProps: { checkIconPosition: 'right', comboboxProps: { withinPortal: false } } },
    Skeleton: { defaultProps: { radius: 'sm' } },
    Tooltip: {
      defaultProps: { openDelay: 250, withArrow: true, events: { hover: true, focus: true, touch: true } },
    },
  },
});

/** What Mantine has no name for: the colours of states (see ui/state-mark.tsx), and text colours with enough contrast. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--console-nav-width': '232px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5b6270',
    '--mantine-color-placeholder': '#697080',
    '--mantine-color-error': '#b42318',
    '--console-canvas': '#f7f8fa',
    '--console-line': '#e4e7ec',
    '--state-planned': '#747c8b',
    '--state-open': '#c46a00',
    '--state-gone': '#4158b8',
    '--state-answered': '#15803d',
    '--state-failed': '#c0271c',
    '--state-quiet': '#6b7280',
    '--state-unknown': '#7c3aed',
  },
  dark: {
    '--mantine-color-body': '#16181f',
    '--mantine-color-dimmed': '#9ca3b2',
    '--mantine-color-placeholder': '#8d94a3',
    '--mantine-color-error': '#ff9b91',
    '--console-canvas': '#101217',
    '--console-line': '#2a2f39',
    '--state-planned': '#8b93a3',
    '--state-open': '#f5b13d',
    '--state-gone': '#94a6e8',
    '--state-answered': '#4ac77a',
    '--state-failed': '#ff7a6e',
    '--state-quiet': '#9aa1b0',
    '--state-unknown': '#b392f5',
  },
});
