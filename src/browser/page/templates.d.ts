// A template as the build hands it to the browser (src/command/templates-plugin.ts).
declare module '*.hbs' {
  const template: import('./handlebars.ts').Template
  export default template
}
declare module 'handlebars/runtime' {
  import Handlebars from 'handlebars'
  export default Handlebars
}
