// What a device is called, from what its browser says of itself: "Chrome på Android-tablet".

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser/, 'Samsungs browser'],
  [/\bFirefox|\bFxiOS/, 'Firefox'],
  [/\bChrome|\bCriOS/, 'Chrome'],
  [/\bSafari/, 'Safari'],
]

const DEVICES: readonly (readonly [RegExp, string])[] = [
  [/\biPad/, 'iPad'],
  [/\biPhone/, 'iPhone'],
  [/\bAndroid.*\bMobile/, 'Android-telefon'],
  [/\bAndroid/, 'Android-tablet'],
  [/\bWindows/, 'Windows-computer'],
  [/\bCrOS/, 'Chromebook'],
  [/\bMacintosh/, 'Mac'],
  [/\bLinux/, 'Linux-computer'],
]

const nameIn = (names: typeof BROWSERS, agent: string) => names.find(([pattern]) => pattern.test(agent))?.[1]

/** The name of the device whose browser sends this `User-Agent`. */
export const deviceName = (agent = '') =>
  `${nameIn(BROWSERS, agent) ?? 'En browser'} på ${nameIn(DEVICES, agent) ?? 'en enhed'}`
