// The look: ink on paper, deep teal to act, vermilion only for the seal and for what went wrong.
// Every pair of text and ground meets WCAG AA (4.5:1); theme.test.ts computes it.
import type { ThemeConfig } from 'antd';

export const palette = {
  paper: '#f6f4ee',
  sheet: '#ffffff',
  ink: '#1a272b',
  inkSoft: '#4a595e',
  inkFaint: '#5d6a6f',
  line: '#dfdbd0',
  teal: '#0f5a60',
  tealDark: '#0a4348',
  tealWash: '#e7f0ef',
  seal: '#b3342b',
  sealWash: '#fbeeeb',
  amber: '#7d4f06',
  amberWash: '#fdf4dd',
  green: '#23693f',
  greenWash: '#e8f3ea',
  mark: '#ffe9a8',
  markLine: '#b07a00',
} as const;

const sansFont =
  '"PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const serifFont = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", Georgia, serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: palette.teal,
    colorInfo: palette.teal,
    colorLink: palette.teal,
    colorError: palette.seal,
    colorWarning: palette.amber,
    colorSuccess: palette.green,
    colorTextBase: palette.ink,
    colorTextSecondary: palette.inkSoft,
    colorTextTertiary: palette.inkFaint,
    colorTextDescription: palette.inkSoft,
    colorTextPlaceholder: palette.inkFaint,
    colorBgLayout: palette.paper,
    colorBorder: '#c9c4b6',
    colorBorderSecondary: palette.line,
    borderRadius: 8,
    fontFamily: sansFont,
    fontSize: 15,
    // Washes that the library derives from dark seeds come out grey.
    colorPrimaryBg: palette.tealWash,
    colorPrimaryBgHover: '#d9e8e6',
    colorPrimaryBorder: '#a9cbc8',
    colorInfoBg: palette.tealWash,
    colorInfoBorder: '#a9cbc8',
    colorSuccessBg: palette.greenWash,
    colorSuccessBorder: '#b5d6bf',
    colorWarningBg: palette.amberWash,
    colorWarningBorder: '#e6cf94',
    colorErrorBg: palette.sealWash,
    colorErrorBgHover: '#f7ddd8',
    colorErrorBorder: '#e6b5ae',
    controlItemBgActive: palette.tealWash,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Table: { headerBg: palette.paper, headerColor: palette.inkSoft },
    Tabs: { horizontalMargin: '0 0 14px 0' },
  },
};

/** Gives the same colours and fonts to the style sheets, as `--paper`, `--ink-soft`, `--serif` ... */
export function applyPalette(root: HTMLElement): void {
  for (const [name, colour] of Object.entries(palette))
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, colour);
  root.style.setProperty('--sans', sansFont);
  root.style.setProperty('--serif', serifFont);
}
