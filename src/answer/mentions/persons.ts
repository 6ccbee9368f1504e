// Names of persons: a surname and one or two characters more, with or without a post behind it.
const post = '院士|教授|代表|委员|主任|院长|博士|研究员|董事长|秘书长|局长|部长|市长|书记|先生|女士';
const surnames =
  '赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳唐罗薛雷贺倪汤殷郝安常于傅卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡霍万柯卢莫丁邓石崔龚程嵇邢陆翁荀段侯宁武刘龙叶黎白蒲卓池乔谭申冉桑牛尚温庄晏瞿阎习易廖耿欧文匡';
/** Common words that begin with a character that is also a surname. */
const words =
  '高校|高中|高层|方案|方面|文章|文件|章程|项目|金融|常委|安全|马上|成本|成果|江苏|温度|施工|万人|季度|易于|平台|时间|支持|任务|任何|于是|程序|贺信|陆续|甘肃|常见|强制|全国|国家|卫健|康复|华北|华东|华南|安徽|宁夏|云南|苏州|郑州|余额|计算|计划|雷达|石油|史料|米面|贝壳|向上|路线|段落|和谐|车辆|农业|连续';
/** Source of an expression for a person's name with a surname that is common; the name is its first group. */
export const person = `((?!${words})[${surnames}]\\p{Script=Han}{1,2}?)(?:${post})?`;
const wholePerson = new RegExp(`^${person}$`, 'u');

/** A surname and one or two characters more. */
export function isPersonName(word: string): boolean {
  return wholePerson.test(word);
}
