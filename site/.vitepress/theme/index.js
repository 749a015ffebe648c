import { useData } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h, nextTick, onMounted, watch } from 'vue';
import FilterList from './FilterList.vue';
import '#drawing.css';
import './site.css';

/** The default look, in the fonts of the reader's system: nothing is loaded, and nothing moves when it arrives. */
export default {
  extends: DefaultTheme,
  Layout() {
    const { frontmatter } = useData();
    const terminal = () => h('pre', { 'class': 'terminal', 'aria-label': 'What the command finds' }, frontmatter.value.terminal);
    return h(DefaultTheme.Layout, null, frontmatter.value.terminal === undefined ? {} : { 'home-hero-image': terminal });
  },
  setup() {
    const { page } = useData();
    // The front page of the default theme has no landmark.
    const mark = () => document.querySelector('.VPContent.is-home')?.setAttribute('role', 'main');
    onMounted(mark);
    watch(() => page.value.relativePath, () => void nextTick(mark));
  },
  enhanceApp({ app }) {
    app.component('FilterList', FilterList);
  },
};
