import { FluentProvider, type BrandVariants, type Theme, createDarkTheme, createLightTheme } from '@fluentui/react-components'
import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react'

const baton: BrandVariants = {
  10: '#011418',
  20: '#05262d',
  30: '#073a45',
  40: '#084957',
  50: '#095867',
  60: '#0a6274',
  70: '#0b6b7e',
  80: '#0b7285',
  90: '#1f8497',
  100: '#3a96a8',
  110: '#55a8b8',
  120: '#73bac8',
  130: '#93ccd7',
  140: '#b4dde5',
  150: '#d5eef2',
  160: '#edf8fa',
}

const fontFamilyBase = "'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"

export const lightTheme: Theme = { ...createLightTheme(baton), fontFamilyBase }
export const darkTheme: Theme = {
  ...createDarkTheme(baton),
  fontFamilyBase,
  // One step lighter than Fluent's default: brand text on dark grey reaches a contrast of 4.5.
  colorBrandForeground1: baton[120],
  colorBrandForeground2: baton[130],
  colorBrandForegroundLink: baton[120],
  colorBrandForegroundLinkHover: baton[130],
  colorCompoundBrandForeground1: baton[120],
}

export type ColorMode = 'system' | 'light' | 'dark'
const storageKey = 'baton.colorMode'

const ColorModeContext = createContext<{ mode: ColorMode; dark: boolean; setMode(mode: ColorMode): void }>({ mode: 'system', dark: false, setMode: () => {} })

/** The chosen colour mode, and how to change it. `dark` is what is on the screen now. */
export const useColorMode = () => useContext(ColorModeContext)

/** Fluent's theme by the system's preference, unless this person chose one on this device. */
export function ThemeProvider(props: { children: ReactNode }) {
  const [mode, setMode] = useState<ColorMode>(storedMode)
  const systemDark = useSystemDark()
  const dark = mode === 'dark' || (mode === 'system' && systemDark)
  const theme = dark ? darkTheme : lightTheme

  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
    document.body.style.margin = '0'
    document.body.style.backgroundColor = theme.colorNeutralBackground3
  }, [dark, theme])

  const value = useMemo(
    () => ({
      mode,
      dark,
      setMode(next: ColorMode) {
        localStorage.setItem(storageKey, next)
        setMode(next)
      },
    }),
    [mode, dark],
  )
  return (
    <ColorModeContext value={value}>
      <FluentProvider theme={theme} style={{ minHeight: '100dvh', backgroundColor: theme.colorNeutralBackground3 }}>
        {props.children}
      </FluentProvider>
    </ColorModeContext>
  )
}

function storedMode(): ColorMode {
  const stored = localStorage.getItem(storageKey)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function useSystemDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const changed = () => setDark(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [])
  return dark
}
