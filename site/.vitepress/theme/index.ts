import DefaultTheme from 'vitepress/theme-without-fonts';
import FilterList from './FilterList.vue';
import './site.css';

/** The default look, in the fonts of the reader's system: nothing is loaded, and nothing moves when it arrives. */
export default {
  extends: DefaultTheme,
  enhanceApp({ app }: { readonly app: { component(name: string, component: unknown): void } }) {
    app.component('FilterList', FilterList);
  },
};
