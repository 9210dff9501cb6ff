# In place of the resource block: Terraform forgets the account, and the account keeps its pairing.
removed {
  from = botbiz_whatsapp_account.support

  lifecycle {
    destroy = false
  }
}
