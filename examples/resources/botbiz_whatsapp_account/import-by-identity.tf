import {
  to = botbiz_whatsapp_account.support
  identity = {
    id = "wha_12345"
  }
}
